// Tables are sorted by a click on a head (up, down, as it was), and long ones have a box that filters their rows.
{
  const LONG = 12; // rows above which a table can be filtered

  // The cell below a head; cells may span columns.
  function cellOf(row, column) {
    let at = 0;
    for (const cell of row.cells) {
      at += cell.colSpan;
      if (at > column) return cell;
    }
    return null;
  }

  // The first number in a text, null if it starts with something else; "< 0.001" comes before 0.001.
  function number(text) {
    const found = /^([<>]?)\s*([+-]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)/i.exec(text.replace(/\u2212/g, "-"));
    if (!found) return null;
    return Number(found[2].replace(/,/g, "")) + ({ "<": -1e-12, ">": 1e-12 }[found[1]] ?? 0);
  }

  function sorted(rows, column, direction) {
    const texts = new Map(rows.map((row) => [row, cellOf(row, column)?.innerText.trim() ?? ""]));
    const numbers = new Map(rows.map((row) => [row, number(texts.get(row))]));
    const isSpan = (row) => cellOf(row, column)?.colSpan > 1;
    const areNumbers = rows.filter((row) => numbers.get(row) !== null).length * 2 > rows.filter((row) => texts.get(row) && !isSpan(row)).length;
    const value = areNumbers ? numbers : texts;
    const isEmpty = (row) => isSpan(row) || value.get(row) === null || value.get(row) === "";
    const compare = (a, b) => areNumbers ? value.get(a) - value.get(b)
      : value.get(a).localeCompare(value.get(b), "en", { numeric: true });
    const [full, empty] = [rows.filter((row) => !isEmpty(row)), rows.filter(isEmpty)];
    return [...full.sort((a, b) => direction * compare(a, b)), ...empty];
  }

  function makeSortable(table, body) {
    const heads = [...table.tHead.rows[0].cells], original = [...body.rows];
    heads.forEach((head, column) => {
      const button = make("button", { type: "button", class: "sort" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: "" }[head.getAttribute("aria-sort")] ?? "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        body.append(...(next ? sorted(original, column, next === "ascending" ? 1 : -1) : original));
      });
    });
  }

  function makeFilter(table, body) {
    const rows = [...body.rows], count = make("span", { "aria-live": "polite" });
    const box = make("input", { type: "search", "aria-label": `Filter ${rows.length} rows`, placeholder: "filter rows" });
    box.addEventListener("input", () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
      const shown = rows.filter((row) => !row.hidden).length;
      count.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
    });
    (table.closest(".table") ?? table).before(make("p", { class: "filter" }, box, " ", count));
  }

  for (const table of all("table")) {
    const body = table.tBodies[0];
    const isPlain = table.tHead?.rows.length === 1 && table.tBodies.length === 1 && body.rows.length > 1;
    if (!isPlain || table.querySelector("[rowspan]")) continue;
    makeSortable(table, body);
    if (body.rows.length > LONG) makeFilter(table, body);
  }
}
