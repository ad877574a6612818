// One tab stop for the matrix: arrows, Home and End move from one pair to the next. Without this
// script every cell is a stop of its own, and a link before the table skips them.
for (const table of document.querySelectorAll("table.matrix")) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("a")));
  const links = rows.flat().filter(Boolean);
  if (!links.length) continue;
  for (const link of links) link.tabIndex = -1;
  links[0].tabIndex = 0;

  const go = (link) => {
    for (const other of links) other.tabIndex = -1;
    link.tabIndex = 0;
    link.focus();
  };
  const towards = (row, column, down, across) => {
    for (let y = row + down, x = column + across; rows[y] && x >= 0 && x < rows[y].length; y += down, x += across) {
      if (rows[y][x]) return rows[y][x];
    }
    return null;
  };
  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !links.includes(event.target)) return;
    const row = rows.findIndex((cells) => cells.includes(event.target));
    const column = rows[row].indexOf(event.target);
    const turn = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const found = {
      ArrowDown: () => towards(row, column, 1, 0),
      ArrowUp: () => towards(row, column, -1, 0),
      ArrowRight: () => towards(row, column, 0, turn),
      ArrowLeft: () => towards(row, column, 0, -turn),
      Home: () => rows[row].find(Boolean),
      End: () => rows[row].findLast(Boolean),
    }[event.key];
    if (!found) return;
    event.preventDefault();
    const link = found();
    if (link) go(link);
  });
  table.addEventListener("focusin", (event) => {
    if (links.includes(event.target)) {
      for (const other of links) other.tabIndex = other === event.target ? 0 : -1;
    }
  });
}
