/* The page of a pair, quicker: filters act at once, the window is dragged, charts are walked.
   Every control is a link or a field of a form that works without this. */

import { isFree } from "./frame.js";

const view = () => document.getElementById("view");
const form = () => document.getElementById("filters");
let asked = null;

/** Ask for an address and put its view in place of this one; the focus stays where it was. */
async function show(address, { push = true } = {}) {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const focus = document.activeElement?.id;
  view().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("view");
    if (!next) throw new Error("no view");
    const opened = [...view().querySelectorAll("details[open]")].map(nameOf);
    view().replaceWith(next);
    for (const each of next.querySelectorAll("details")) {
      if (opened.includes(nameOf(each))) each.open = true;
    }
    document.title = page.title;
    if (push) history.pushState(null, "", answer.url);
    prepare();
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    document.getElementById("said").textContent = next.dataset.said;
  } catch (error) {
    if (error.name === "AbortError") return;
    view().removeAttribute("aria-busy");
    fail(address);
  }
}

const nameOf = (details) =>
  (details.closest("fieldset")?.querySelector("legend") ?? details.querySelector("summary")).textContent;

function fail(address) {
  const note = document.createElement("p");
  note.className = "notice";
  note.setAttribute("role", "alert");
  note.append("The server did not answer. ");
  const again = document.createElement("a");
  again.href = address;
  again.textContent = "Try again";
  note.append(again);
  view().prepend(note);
}

/** The address of the form as it stands, without what is empty. */
function addressOf() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form())) if (value.trim()) query.append(name, value.trim());
  const text = query.toString();
  return location.pathname + (text ? `?${text}` : "");
}

let waiting = 0;
function later(act, pause = 80) {
  clearTimeout(waiting);
  waiting = setTimeout(act, pause);
}

document.addEventListener("change", (event) => {
  if (event.target.form === form() && form()) later(() => show(addressOf()));
});
document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  show(addressOf());
});
document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest?.("a[href]");
  const sheet = event.target.closest?.("[data-sheet]");
  if (sheet && matchMedia("(max-width: 900px)").matches) {
    event.preventDefault();
    const open = sheet.dataset.sheet === "open";
    document.body.classList.toggle("sheet-open", open);
    (open ? document.querySelector("#rail input") : document.querySelector("[data-sheet=open]"))?.focus();
    return;
  }
  if (!link || !link.closest("#view") || !view().contains(link)) return;
  const href = link.getAttribute("href") ?? "";
  if ("more" in link.dataset) {
    event.preventDefault();
    more(link);
  } else if (href.startsWith("?") || href === location.pathname) {
    event.preventDefault();
    show(new URL(href, location.href).href);
  }
});
window.addEventListener("popstate", () => show(location.href, { push: false }));

/** Append the next cards in place. */
async function more(link) {
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const paging = link.closest(".paging");
    const fresh = [...page.querySelectorAll(".results > .month, .results > .card")];
    const last = [...document.querySelectorAll(".month")].pop();
    const first = fresh[0];
    const title = (section) => section?.querySelector(".month-name")?.textContent;
    let focus = first?.querySelector(".title a");
    if (last && first && title(last) === title(first)) {
      last.append(...[...first.children].slice(1));
      fresh.shift();
    }
    paging.before(...fresh);
    document.dispatchEvent(new Event("dyad:view"));
    const next = page.querySelector("[data-more]");
    if (next) link.href = next.href;
    else link.remove();
    paging.querySelector("[rel=prev]")?.remove();
    link.removeAttribute("aria-busy");
    focus?.focus({ preventScroll: true });
    document.getElementById("said").textContent =
      `${document.querySelectorAll("#view .card").length} cards shown`;
  } catch {
    location.href = link.href;
  }
}

/* --- charts: one tab stop each, arrows inside, names as tips --- */

function prepare() {
  for (const chart of document.querySelectorAll("[data-chart]")) {
    const links = [...chart.querySelectorAll("a")];
    links.forEach((link, place) => link.setAttribute("tabindex", place ? "-1" : "0"));
  }
  handles();
  document.dispatchEvent(new Event("dyad:view"));
}

document.addEventListener("keydown", (event) => {
  const chart = event.target.closest?.("[data-chart]");
  if (chart) {
    const links = [...chart.querySelectorAll("a")];
    const at = links.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to !== undefined && links[to]) {
      event.preventDefault();
      links[at].setAttribute("tabindex", "-1");
      links[to].setAttribute("tabindex", "0");
      links[to].focus();
    }
    return;
  }
  if (!isFree(event)) return;
  const lanes = document.querySelector(".lanes");
  const places = { "[": "earlier", "]": "later", "+": "narrower", "=": "narrower", "-": "wider" };
  if (event.key === "f") {
    event.preventDefault();
    if (matchMedia("(max-width: 900px)").matches) document.body.classList.add("sheet-open");
    document.querySelector("#rail input")?.focus();
  } else if (event.key === "0") {
    const all = document.querySelector(".windows a");
    if (all) show(all.href);
  } else if (places[event.key] && lanes?.dataset[places[event.key]]) {
    event.preventDefault();
    show(new URL(lanes.dataset[places[event.key]], location.href).href);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelector(".tip")?.remove();
  if (document.body.classList.contains("sheet-open")) {
    document.body.classList.remove("sheet-open");
    document.querySelector("[data-sheet=open]")?.focus();
  }
});

function tip(event) {
  document.querySelector(".tip")?.remove();
  const mark = event.target.closest?.("[data-chart] a[aria-label]");
  if (!mark) return;
  const box = document.createElement("div");
  box.className = "tip";
  box.setAttribute("aria-hidden", "true");
  box.textContent = mark.getAttribute("aria-label");
  document.body.append(box);
  const at = mark.getBoundingClientRect();
  const wide = box.offsetWidth;
  box.style.left = `${Math.min(innerWidth - wide - 8, Math.max(8, at.left + at.width / 2 - wide / 2))}px`;
  box.style.top = `${at.top - box.offsetHeight - 8 < 0 ? at.bottom + 8 : at.top - box.offsetHeight - 8}px`;
}
document.addEventListener("pointerover", tip);
document.addEventListener("focusin", tip);

/* --- the window: two sliders and a strip to draw on --- */

const DAY = 86_400_000;
const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
const textOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const spoken = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

function handles() {
  const frame = document.querySelector("[data-window]");
  const strip = document.querySelector("[data-strip]");
  if (!frame || !strip) return;
  const [first, last] = [dayOf(frame.dataset.first), dayOf(frame.dataset.last) + 1];
  let [start, end] = [dayOf(frame.dataset.start), dayOf(frame.dataset.end)];
  start = Math.max(start, first);
  end = Math.min(end, last - 1);
  const lines = frame.querySelector("b");
  const share = (day) => (100 * (day - first)) / (last - first);

  const draw = () => {
    lines.style.left = `${share(start)}%`;
    lines.style.width = `max(5px, ${share(end + 1) - share(start)}%)`;
    for (const [handle, day, at] of [[low, start, share(start)], [high, end, share(end + 1)]]) {
      handle.style.left = `${at}%`;
      handle.setAttribute("aria-valuenow", String(day));
      handle.setAttribute("aria-valuetext", spoken.format(day * DAY));
    }
  };
  const go = (pause) => later(() => {
    document.getElementById("from").value = start <= first ? "" : textOf(start);
    document.getElementById("to").value = end >= last - 1 ? "" : textOf(end);
    show(addressOf());
  }, pause);
  const make = (name, words) => {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = `handle ${name}`;
    handle.id = `handle-${name}`;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", words);
    handle.setAttribute("aria-valuemin", String(first));
    handle.setAttribute("aria-valuemax", String(last - 1));
    frame.append(handle);
    return handle;
  };
  const low = make("start", "Start of the window");
  const high = make("end", "End of the window");
  frame.removeAttribute("aria-hidden");
  draw();

  const stepped = (day, months) => {
    const moved = new Date(day * DAY);
    moved.setUTCMonth(moved.getUTCMonth() + months);
    return Math.round(moved / DAY);
  };
  for (const handle of [low, high]) {
    handle.addEventListener("keydown", (event) => {
      const months = { ArrowLeft: -1, ArrowRight: 1, PageDown: -12, PageUp: 12 }[event.key];
      const limit = { Home: first, End: last - 1 }[event.key];
      if (months === undefined && limit === undefined) return;
      event.preventDefault();
      const was = handle === low ? start : end;
      const day = limit ?? stepped(was, months);
      if (handle === low) start = Math.min(Math.max(day, first), end);
      else end = Math.max(Math.min(day, last - 1), start);
      draw();
      go(250);
    });
  }

  const dayAt = (event) => {
    const box = strip.getBoundingClientRect();
    return first + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (last - first);
  };
  const drag = (event, act) => {
    event.preventDefault();
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    let moved = false;
    const move = (moving) => { moved = true; act(dayAt(moving)); draw(); };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", () => {
      target.removeEventListener("pointermove", move);
      if (moved) go(0);
    }, { once: true });
  };
  low.addEventListener("pointerdown", (event) =>
    drag(event, (day) => { start = Math.min(Math.round(day), end - 6); }));
  high.addEventListener("pointerdown", (event) =>
    drag(event, (day) => { end = Math.max(Math.round(day), start + 6); }));
  strip.addEventListener("pointerdown", (event) => {
    const from = dayAt(event);
    const [was, until] = [start, end];
    const isWhole = was <= first && until >= last - 1;
    if (!isWhole && from > was && from < until) {
      drag(event, (day) => {
        const shift = Math.min(Math.max(Math.round(day - from), first - was), last - 1 - until);
        start = was + shift;
        end = until + shift;
      });
    } else {
      drag(event, (day) => {
        start = Math.max(first, Math.round(Math.min(from, day)));
        end = Math.min(last - 1, Math.max(Math.round(Math.max(from, day)), start + 6));
      });
    }
  });
}

prepare();
