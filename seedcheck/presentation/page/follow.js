// Following a variant: its dots, curves and rows stand out everywhere, until it is clicked again or Escape is pressed.
let followed = null;

function follow(name) {
  followed = name === followed ? null : name;
  document.body.classList.toggle("following", followed !== null);
  for (const node of all("[data-v]")) node.classList.toggle("followed", node.dataset.v === followed);
  for (const button of all("button.swatch")) {
    button.setAttribute("aria-pressed", String(button.closest("[data-v]").dataset.v === followed));
  }
  all(".leads").forEach((lines) => lines.remove());
  all('.drawing[data-kind="replicates"]').forEach(lead);
  say(followed === null ? "No variant is followed." : `Following ${titleOf(followed)}.`);
}

// Thin lines from each dot of the reference to the dot of the same seed.
function lead(box) {
  const points = stored.get(box.dataset.e), own = variantOf(points, followed);
  if (!own || followed === points.reference) return;
  const row = (name) => box.querySelector(`.row[data-v="${CSS.escape(name)}"]`);
  const place = (dot) => `${dot.getAttribute("cx")} ${dot.getAttribute("cy")}`;
  const lines = all("circle", row(followed) ?? box).map((dot) => {
    const partner = row(points.reference)?.querySelector(`circle[data-s="${dot.dataset.s}"]`);
    return partner ? `M${place(partner)}L${place(dot)}` : "";
  });
  const shown = make("svg:path", { d: lines.join(""), class: "leads", stroke: own.color });
  box.querySelector(".row").before(shown);
}

const titleOf = (name) => [...stored.values()].map((points) => variantOf(points, name)?.title).find(Boolean) ?? name;

// The coloured square before a name in a table becomes a button; a click elsewhere in the row does the same.
for (const row of all("tr[data-v]")) {
  const swatch = row.querySelector(".swatch");
  if (swatch) {
    const button = make("button", { class: "swatch", type: "button", "aria-pressed": "false",
      "aria-label": `Follow ${titleOf(row.dataset.v)}`, title: "Follow through all pictures" });
    button.style.background = swatch.style.background;
    swatch.replaceWith(button);
  }
  row.addEventListener("click", (event) => {
    const isOther = event.target.closest("a, button:not(.swatch), input, summary");
    if (!isOther && getSelection().isCollapsed) follow(row.dataset.v);
  });
}
// So does a name or a curve in a picture without dots; where there are dots, pointing at them comes first.
for (const box of all(".drawing")) {
  if (box.querySelector("circle")) continue;
  box.addEventListener("click", (event) => {
    const part = event.target.closest("[data-v]");
    if (part && box.contains(part)) follow(part.dataset.v);
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && followed !== null) follow(followed);
});
