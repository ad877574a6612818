// The desk's keys, drafts, presence and selection. Everything here has a button or a form that
// does the same without it.

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
document.documentElement.classList.add("has-script");

// --- progress of what a worker is at ----------------------------------------------------------

function follow() {
  const working = all("[data-working]");
  if (!working.length) return;
  const ids = working.map((each) => `id=${each.dataset.article}`).join("&");
  window.setTimeout(async () => {
    try {
      const answer = await fetch(`/desk/status/?${ids}`, { headers: { Accept: "application/json" } });
      const { results } = await answer.json();
      if (results.some((each) => !each.is_working)) {
        window.location.reload();
        return;
      }
      for (const each of results) {
        const row = one(`[data-article="${each.id}"]`);
        const bar = one("progress", row);
        if (bar) bar.value = each.progress;
        const state = one(".state", row);
        if (state) state.textContent = each.label;
      }
    } catch {
      // The server is away for a moment; the next look finds it.
    }
    follow();
  }, 700);
}
follow();

const what = one("#id_what");
if (what) {
  what.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) what.form.requestSubmit();
  });
}

// --- one article ------------------------------------------------------------------------------

const facts = one(".pane-facts");
const pane = one("[data-text]");
const form = one("[data-suggestion]");
const saved = one("[data-saved]");
const token = () => one("input[name=csrfmiddlewaretoken]")?.value ?? "";

function say(words) {
  if (saved) saved.textContent = words;
}

if (facts) {
  const current = facts.dataset.current;
  for (const run of all(`[data-n~="${current}"]`)) run.classList.add("current");
  one(".hl.current")?.scrollIntoView({ block: "center" });
  one(".suggestion.open")?.scrollIntoView({ block: "nearest" });
  if (!current || window.location.hash === "#end") one("#end")?.scrollIntoView({ block: "nearest" });
  beHere(current);
}

// A sign of life every fifteen seconds, which brings back who else is here.
function beHere(current) {
  const tell = async () => {
    const body = new URLSearchParams({ s: current, csrfmiddlewaretoken: token() });
    try {
      const answer = await fetch(facts.dataset.here, { method: "POST", body });
      const { others, decided } = await answer.json();
      const words = others.map((each) =>
        each.number ? `${each.name} is here, at ${each.number}.` : `${each.name} is here.`,
      );
      if (decided && others.length) words.push(`${decided} was decided just now.`);
      one("[data-presence]").textContent = words.join(" ");
    } catch {
      // Offline: the draft is in this browser, see below.
    }
  };
  window.setInterval(tell, 15000);
}

// Drafts: every five seconds and on leaving a field; a copy here until the server has it.
if (form) {
  const key = form.dataset.keyName;
  let typed = "";
  const snapshot = () => {
    const data = new FormData(form);
    for (const name of ["csrfmiddlewaretoken", "reason", "note", "to", "seen"]) data.delete(name);
    return new URLSearchParams(data).toString();
  };
  const first = snapshot();
  const kept = window.localStorage.getItem(key);
  if (kept && kept !== first) {
    for (const [name, value] of new URLSearchParams(kept)) {
      const field = form.elements[name];
      if (field && "value" in field && field.type !== "hidden" && field.type !== "checkbox") {
        field.value = value;
      }
    }
    say("Restored what you typed here before.");
  }
  typed = first;
  let sending = false;
  const save = async () => {
    const now = snapshot();
    if (now === typed || sending) return;
    window.localStorage.setItem(key, now);
    sending = true;
    const body = new URLSearchParams(now);
    body.set("csrfmiddlewaretoken", token());
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body });
      if (answer.ok) {
        typed = now;
        window.localStorage.removeItem(key);
        const at = new Date();
        say(`Draft saved ${at.toLocaleTimeString()}`);
      } else if (answer.status === 409) {
        say((await answer.json()).error);
      } else {
        say("Not saved; kept in this browser.");
      }
    } catch {
      say("Not saved; kept in this browser.");
    }
    sending = false;
  };
  window.setInterval(save, 5000);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => window.localStorage.removeItem(key));
  const kind = one("[data-kind]", form);
  kind?.addEventListener("change", () => {
    form.requestSubmit(one("button[name=do][value=kind]", form));
  });
  const quotation = one("#id_quotation", form);
  const count = one("[data-count]", form);
  quotation?.addEventListener("input", () => {
    count.textContent = [...quotation.value].length;
  });
}

// --- a new fact from selected words ------------------------------------------------------------

const fresh = one("[data-new]");
let selected = null;

// Where a point of the text stands, in Unicode code points: each run knows where it begins.
function place(node, offset) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!run) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : "";
  return Number(run.dataset.at) + [...before].length;
}

function readSelection() {
  const selection = window.getSelection();
  if (!pane || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!pane.contains(range.commonAncestorContainer)) return;
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  const words = wordsOf(range);
  if (!words.trim()) return;
  selected = { start, end, words };
  fresh.elements.quotation.value = words;
  fresh.elements.start.value = start ?? "";
  fresh.elements.end.value = end ?? "";
  one("[data-sentence]").hidden = false;
}

// The selected words without the numbers that stand between them.
function wordsOf(range) {
  const copy = range.cloneContents();
  for (const number of all("a.n", copy)) number.remove();
  return copy.textContent;
}

if (fresh) {
  document.addEventListener("selectionchange", readSelection);
  one("[data-sentence]").addEventListener("click", () => {
    const field = fresh.elements.quotation;
    const text = all("[data-at]", pane).map((each) => each.textContent).join("");
    const at = text.indexOf(field.value);
    if (at < 0) return;
    const before = text.slice(0, at).search(/[^.!?”"]*$/u);
    const rest = text.slice(at + field.value.length);
    const stop = rest.search(/[.!?]/u);
    const whole = text.slice(before, at + field.value.length + (stop < 0 ? rest.length : stop + 1));
    field.value = whole.trim();
    fresh.elements.start.value = "";
    fresh.elements.end.value = "";
  });
}

// --- keys -------------------------------------------------------------------------------------

function isTyping(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

function move(step) {
  const links = all(".suggestion");
  const at = links.findIndex((each) => each.classList.contains("open"));
  const next = links[at < 0 ? 0 : at + step];
  const link = next && one("a.line-link", next);
  if (link) link.click();
}

document.addEventListener("keydown", (event) => {
  if (!facts) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "Enter" && form) form.requestSubmit(one("[data-key=a]", form));
    return;
  }
  if (isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "arrowdown" || key === "j") move(1);
  else if (key === "arrowup" || key === "k") move(-1);
  else if (key === "e" && form) one(".fields select, .fields input", form).focus();
  else if (key === "n") {
    readSelection();
    if (selected) fresh.requestSubmit();
    else fresh.elements.quotation.focus();
  } else {
    const target = one(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    target.click();
  }
  event.preventDefault();
});
