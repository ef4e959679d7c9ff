// Pointing at a dot shows its seed: accuracies, how it differs from the reference, its cost curve, its decision boundary.
{
  const NEAR = 14; // pixels from a dot at which it is meant
  const COLORS = 10; // of classes; after the last one they come again
  const card = document.body.appendChild(make("div", { class: "card", id: "card", role: "tooltip", hidden: "" }));
  const drawings = all(".drawing[data-e]").filter((box) => stored.has(box.dataset.e) && box.querySelector("circle"));
  let pinned = false;

  const dotsOf = (box) => all("circle[data-s]", box);
  const rowOf = (dot) => dot.closest("[data-v]");
  const hide = () => {
    pinned = false;
    card.hidden = true;
    all("circle.here, polyline.here").forEach((node) => node.classList.remove("here"));
  };

  function nearest(box, event) {
    let best = null, least = NEAR * NEAR;
    for (const dot of dotsOf(box)) {
      const at = dot.getBoundingClientRect();
      const distance = (at.x + at.width / 2 - event.clientX) ** 2 + (at.y + at.height / 2 - event.clientY) ** 2;
      if (distance < least) [best, least] = [dot, distance];
    }
    return best;
  }

  // Two letters of base 36 a point, from the bottom 0 to the top 1295; "--" where there is no cost.
  const heights = (curve) => (curve.match(/../g) ?? []).map((pair) => parseInt(pair, 36) / 1295);

  function path(curve, width, height) {
    let pen = "M";
    const places = heights(curve);
    return places.map((share, k) => {
      if (Number.isNaN(share)) { pen = "M"; return ""; }
      const step = `${pen}${((width * k) / Math.max(1, places.length - 1)).toFixed(1)} ${(height * (1 - share)).toFixed(1)}`;
      pen = "L";
      return step;
    }).join("");
  }

  function costCurve(points, own, other, seed) {
    const svg = make("svg:svg", { viewBox: "-2 -2 184 64", class: "curve", "aria-hidden": "true" });
    svg.append(make("svg:path", { d: "M0 0V60H180", class: "axes" }));
    for (const [variant, kind] of [[other, "other"], [own, "own"]]) {
      if (!variant) continue;
      svg.append(make("svg:path", { d: path(variant.costs[seed], 180, 60), class: kind, stroke: variant.color }));
    }
    const [low, high] = points.range;
    return make("figure", {}, svg, make("figcaption", {}, `cost, ${low} to ${high}, over ${points.epochs} epochs`
      + (other ? `; dashed: ${other.title}` : "")));
  }

  // The lowest bit of the class of each square, row by row from the top left, then the next bit of all of them.
  function boundary(bits, side) {
    const bytes = Uint8Array.from(atob(bits), (letter) => letter.charCodeAt(0)), squares = side * side;
    const bit = (at) => (bytes[at >> 3] >> (7 - (at & 7))) & 1;
    const canvas = make("canvas", { width: side, height: side, role: "img", "aria-label": "decision boundary" });
    const style = getComputedStyle(card), pen = canvas.getContext("2d");
    const colors = Array.from({ length: COLORS }, (_, k) => style.getPropertyValue(`--region${k}`));
    for (let k = 0; k < squares; k++) {
      let found = 0;
      for (let plane = 0; plane * squares < bytes.length * 8; plane++) found += bit(plane * squares + k) << plane;
      pen.fillStyle = colors[found % COLORS];
      pen.fillRect(k % side, Math.floor(k / side), 1, 1);
    }
    return canvas;
  }

  function against(points, own, other, seed) {
    if (own === other || !other || other.test[seed] === null) return [];
    const [more, of] = [own.test[seed] - other.test[seed], points.test];
    const size = percent(Math.abs(more), of).replace("\u202f%", "");
    const by = more ? `${size} points ${more > 0 ? "more" : "fewer"} than` : "as many as";
    return [make("p", {}, `${by} ${other.title} from this seed (${percent(other.test[seed], of)})`)];
  }

  function ending(points, stopped, kept) {
    return `${stopped < points.epochs ? `stopped at epoch ${stopped}` : "not stopped early"}, weights of epoch ${kept}`;
  }

  function show(dot, pin = false) {
    hide();
    pinned = pin;
    const points = stored.get(dot.closest(".drawing").dataset.e), seed = Number(dot.dataset.s);
    const own = variantOf(points, rowOf(dot).dataset.v), other = variantOf(points, points.reference);
    if (!own) return;
    const right = `test ${percent(own.test[seed], points.test)}`
      + (own.train[seed] === null ? "" : `, training ${percent(own.train[seed], points.train)}`);
    const title = make("strong", {}, own.title);
    title.style.borderColor = own.color;
    const parts = [make("p", {}, title, ` seed ${seed}`), make("p", {}, right), ...against(points, own, other, seed)];
    if (own.stops) parts.push(make("p", {}, ending(points, ...own.stops[seed])));
    const pictures = make("div", { class: "both" });
    if (points.epochs) pictures.append(costCurve(points, own, own === other ? null : other, seed));
    if (own.regions[seed]) pictures.append(boundary(own.regions[seed], points.side));
    card.replaceChildren(...parts, pictures);
    const kept = Object.keys(own.regions);
    if (kept.length && !own.regions[seed]) {
      card.append(make("p", { class: "soft" }, kept.length > 1
        ? `Boundaries are kept of seeds ${kept.join(", ")}: worst, median, best.`
        : `A boundary is kept of the median seed, ${kept[0]}.`));
    }
    card.hidden = false;
    place(dot.getBoundingClientRect());
    say([...parts].map((part) => part.textContent).join(", "));
    all(`.drawing[data-e="${CSS.escape(dot.closest(".drawing").dataset.e)}"] [data-s="${seed}"]`)
      .forEach((node) => node.classList.add("here"));
  }

  function place(at) {
    const { width, height } = card.getBoundingClientRect();
    const free = document.documentElement.clientWidth;
    const left = Math.max(4, Math.min(at.x + at.width / 2 - width / 2, free - width - 4));
    const above = at.y - height - 10, top = above > 0 ? above : at.bottom + 10;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }

  // Left and right go by value within a row, up and down to the same seed in the next row.
  function step(box, dot, key) {
    const x = (node) => Number(node.getAttribute("cx"));
    const row = dotsOf(box).filter((node) => rowOf(node) === rowOf(dot)).sort((a, b) => x(a) - x(b));
    if (key === "Home") return row[0];
    if (key === "End") return row.at(-1);
    if (key === "ArrowLeft") return row[row.indexOf(dot) - 1];
    if (key === "ArrowRight") return row[row.indexOf(dot) + 1];
    const rows = [...new Set(dotsOf(box).map(rowOf))];
    const next = rows[rows.indexOf(rowOf(dot)) + (key === "ArrowUp" ? -1 : 1)];
    return next && (next.querySelector(`circle[data-s="${dot.dataset.s}"]`) ?? next.querySelector("circle"));
  }

  for (const box of drawings) {
    let current = null;
    all("circle > title", box).forEach((title) => title.remove()); // the card says more
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-roledescription", "picture of seeds: arrow keys go from dot to dot, Enter follows a variant");
    box.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" || pinned) return;
      const dot = nearest(box, event);
      if (dot !== current || card.hidden) dot ? show(dot) : hide();
      current = dot;
    });
    box.addEventListener("pointerleave", () => { if (!pinned) hide(); });
    box.addEventListener("click", (event) => {
      const dot = nearest(box, event);
      current = dot ?? current;
      if (dot) show(dot, true);
      else if (event.target.closest("[data-v]")) follow(event.target.closest("[data-v]").dataset.v);
      else hide();
    });
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (/^(Arrow|Home|End)/.test(event.key)) {
        current = (current && step(box, current, event.key)) || current || dotsOf(box)[0];
        show(current, true);
      } else if (event.key === "Enter" || event.key === " ") {
        if (current) follow(rowOf(current).dataset.v);
      } else return;
      event.preventDefault();
    });
    box.addEventListener("blur", hide);
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}
