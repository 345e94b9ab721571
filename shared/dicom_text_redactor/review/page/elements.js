// Elements of the page. Text goes in as text only: names of files may hold anything.

const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);

// make("li", { class: "row" }, "text", child): an element with attributes and children.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function draw(tag, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// A number with its noun: 1 box, 2 boxes.
const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

// Tells everybody, screen readers included, what has just happened.
function say(text) {
  const line = byId("said");
  line.textContent = text;
  byId("handed").textContent = text; // an open dialog covers the line
  line.classList.add("fresh");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => line.classList.remove("fresh"), 4000);
}
