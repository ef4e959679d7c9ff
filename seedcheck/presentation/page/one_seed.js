// What if you had had only one seed? Each press draws one: what would have been printed from it, and how often so far.
for (const box of all(".one-seed")) {
  const points = stored.get(box.dataset.e), drawing = box.querySelector(".draw");
  if (!points || !drawing) continue;
  const [button, list] = [drawing.querySelector("button"), drawing.querySelector("ul")];
  const reference = variantOf(points, points.reference);
  const compared = all("tr[data-v]", box).map((row) => variantOf(points, row.dataset.v)).filter(Boolean);
  const tally = new Map(compared.map((variant) => [variant, { 1: 0, "-1": 0, 0: 0 }]));
  let deck = [], drawn = 0;
  drawing.hidden = false;

  const claim = (variant, seed) => {
    const pair = [variant.test[seed], reference.test[seed]];
    return pair.includes(null) ? null : Math.sign(pair[0] - pair[1]);
  };

  // All seeds in random order, and then all again.
  function draw() {
    if (!deck.length) deck = reference.test.map((_, seed) => seed);
    return deck.splice(Math.floor(Math.random() * deck.length), 1)[0];
  }

  // The sentence, and the claim in it by itself.
  function printed(variant, seed) {
    const code = claim(variant, seed);
    if (code === null) return [`${variant.title}: ${points.words.diverged}`];
    const [word, tone] = points.claims[code];
    const sentence = fill(points.words.printed, { variant: variant.title, own: percent(variant.test[seed], points.test),
      other: percent(reference.test[seed], points.test) });
    return [sentence, make("strong", { class: tone }, fill(points.words.quote, { variant: variant.title, claim: word }))];
  }

  function soFar(variant) {
    const counts = [1, -1, 0].map((code) => `${points.claims[code][0]}: ${tally.get(variant)[code]}`);
    const verdict = box.querySelector(`tr[data-v="${CSS.escape(variant.name)}"] .word`).textContent;
    return `Drawn so far: ${drawn}; ${counts.join(", ")}. All ${reference.test.length} seeds: ${verdict}.`;
  }

  button.addEventListener("click", () => {
    const seed = draw();
    drawn += 1;
    for (const variant of compared) {
      const code = claim(variant, seed);
      if (code !== null) tally.get(variant)[code] += 1;
    }
    list.replaceChildren(...compared.map((variant) => make("li", {},
      ...printed(variant, seed), make("br"), make("span", { class: "soft" }, soFar(variant)))));
    drawing.querySelector("output").textContent = `Seed ${seed}`;
    const said = compared.slice(0, 6).map((variant) => printed(variant, seed).map((part) => part.textContent ?? part).join(""));
    say(`Seed ${seed}. ${said.join(". ")}`);
    all(".now").forEach((node) => node.classList.remove("now"));
    all("tr[data-v] .cells", box).forEach((cells) => cells.children[seed]?.classList.add("now"));
    all(`.drawing[data-e="${CSS.escape(box.dataset.e)}"] [data-s="${seed}"]`)
      .forEach((node) => node.classList.add("now"));
  });
}
