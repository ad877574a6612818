/* Suggestions under the search box: a combobox. Enter without a choice searches as it always did. */

const box = document.getElementById("find");
let list = null;
let asked = null;
let waiting = 0;
let at = -1;

function close() {
  list?.remove();
  list = null;
  at = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(next) {
  const options = [...list.children];
  options[at]?.setAttribute("aria-selected", "false");
  at = (next + options.length) % options.length;
  options[at].setAttribute("aria-selected", "true");
  box.setAttribute("aria-activedescendant", options[at].id);
}

function show(options) {
  close();
  if (!options.length) return;
  list = document.createElement("ul");
  list.id = "find-list";
  list.className = "offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  options.forEach((each, place) => {
    const item = document.createElement("li");
    item.id = `find-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.address = each.address;
    const words = document.createElement("bdi");
    words.textContent = each.words;
    const kind = document.createElement("span");
    kind.textContent = each.kind;
    item.append(words, kind);
    list.append(item);
  });
  box.after(list);
  box.setAttribute("aria-expanded", "true");
}

async function ask() {
  asked?.abort();
  const text = box.value.trim();
  if (text.length < 2) return close();
  asked = new AbortController();
  try {
    const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`, {
      signal: asked.signal,
    });
    if (answer.ok && document.activeElement === box) show((await answer.json()).options);
  } catch { /* a later letter asks again; Enter works without suggestions */ }
}

if (box?.dataset.suggest) {
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", "find-list");
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  box.addEventListener("keydown", (event) => {
    if (!list) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(at < 0 && event.key === "ArrowUp" ? -1 : at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.href = list.children[at].dataset.address;
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  box.addEventListener("blur", () => setTimeout(close, 150));
  box.form.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.href = option.dataset.address;
  });
}
