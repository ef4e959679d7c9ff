"use strict";
// What the parts of the page's script share. The page is complete without them: they let a reader point, follow, sort,
// filter and draw seeds. No library, no request; texts are set as text, never as HTML.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const stored = new Map(all("script[data-points]").map((node) => [node.dataset.points, JSON.parse(node.textContent)]));

// An element with attributes and children; a tag like "svg:path" is one of SVG.
function make(tag, attributes = {}, ...children) {
  const [space, name] = tag.startsWith("svg:") ? ["http://www.w3.org/2000/svg", tag.slice(4)] : ["", tag];
  const node = space ? document.createElementNS(space, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// What a screen reader says.
const voice = document.body.appendChild(make("div", { class: "unseen", "aria-live": "polite", id: "voice" }));
const say = (text) => { voice.textContent = text; };

// A share as the page writes it, "93.0 %", rounded as Python rounds: halves to the even digit.
function percent(count, of) {
  const value = 100 * (count / of), tenths = value * 10, below = Math.floor(tenths);
  const isHalf = Number.isInteger(value * 4) && !Number.isInteger(value * 2); // others are no halves in binary
  return `${isHalf ? ((below + (below % 2)) / 10).toFixed(1) : value.toFixed(1)}\u202f%`;
}

const variantOf = (points, name) => points && points.variants.find((variant) => variant.name === name);
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, key) => values[key]);
