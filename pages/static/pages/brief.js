/* Facts ticked for a brief, kept while this tab is open: also across pages. Without this the
   form takes those of one page. */

const KEPT = "brief";
const form = document.getElementById("brief");

const read = () => {
  try { return JSON.parse(sessionStorage.getItem(KEPT)) ?? []; } catch { return []; }
};
let kept = read().filter((each) => /^\d{1,18}$/.test(each));

const boxes = () => [...document.querySelectorAll("input[form=brief][name=fact]")];

function show() {
  const here = new Set();
  for (const box of boxes()) {
    box.checked = kept.includes(box.value);
    here.add(box.value);
  }
  for (const each of form.querySelectorAll("input[type=hidden]")) each.remove();
  for (const fact of kept.filter((each) => !here.has(each))) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "fact", value: fact });
    form.append(field);
  }
  form.classList.toggle("has-ticks", kept.length > 0);
  document.getElementById("ticked").textContent =
    kept.length === 1 ? "1 fact ticked." : `${kept.length} facts ticked.`;
}

function keep(next) {
  kept = next;
  try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* private */ }
  show();
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("input[form=brief][name=fact]")) return;
  const rest = kept.filter((each) => each !== box.value);
  keep(box.checked ? [...rest, box.value] : rest);
});
document.getElementById("untick").addEventListener("click", () => keep([]));
document.addEventListener("dyad:view", show);
show();
