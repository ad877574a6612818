/* The frame of every page: single keys, the list of them, colors at once. Pages work without it. */

const root = document.documentElement;
root.classList.add("scripted");

const stored = () => {
  try { return localStorage.getItem("keys") !== "off"; } catch { return true; }
};

/** Whether single keys act: not in fields, not with modifiers, and not when switched off. */
export function isFree(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  return stored() && !event.target.closest("input, select, textarea, dialog, [contenteditable]");
}

const dialog = document.getElementById("keys");
const toggle = document.getElementById("keys-on");
if (dialog && toggle) {
  toggle.checked = stored();
  toggle.addEventListener("change", () => {
    try { localStorage.setItem("keys", toggle.checked ? "on" : "off"); } catch { /* private */ }
  });
  document.getElementById("keys-open")?.addEventListener("click", () => dialog.showModal());
}

const titles = () => [...document.querySelectorAll(".card .title a")];

function move(step) {
  const every = titles();
  const at = every.indexOf(document.activeElement);
  const next = every[at < 0 ? (step > 0 ? 0 : every.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!isFree(event)) return;
  const acts = {
    "/": () => document.getElementById("find")?.focus(),
    "?": () => dialog?.showModal(),
    j: () => move(1),
    k: () => move(-1),
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

const theme = document.querySelector("form.theme");
theme?.addEventListener("change", () => theme.requestSubmit());
