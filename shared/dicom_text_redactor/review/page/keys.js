// Everything by keyboard. In fields keys are text; in the list and on the picture arrows have their own meaning.

const KEYS = [
  ["J, K", "Next and previous file", { j: () => step(1), k: () => step(-1) }],
  ["F", "Mark as fine", { f: () => setState("fine") }],
  ["W", "Mark as wrong, and write why", { w: () => setState("wrong") }],
  ["N", "Write a note; Escape leaves it", { n: () => byId("note").focus() }],
  ["D", "Draw a rectangle around missed text", { d: startDrawing }],
  ["[, ]", "Previous and next box", { "[": () => stepArea(-1), "]": () => stepArea(1) }],
  ["X", "Mark the chosen box as not needed, or remove the chosen missed area", { x: dismiss, delete: dismiss }],
  ["U, Ctrl+Z", "Undo the last mark", { u: () => undoStep() }],
  [", .", "Previous and next frame", { ",": () => goToFrame(view.at - 1), ".": () => goToFrame(view.at + 1) }],
  ["+ − 0 1", "Zoom in, zoom out, fit, one to one",
    { "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: fit, 1: () => zoom(1 / view.scale) }],
  ["Arrows", "On the picture: move it. In the list: go from file to file", {}],
  ["V", "Next view of the same frame", { v: nextView }],
  ["I", "Invert the picture", { i: () => toggle("invert") }],
  ["B", "Outlines on and off", { b: () => toggle("outlined") }],
  ["Enter, Escape", "Open a file; back to the list", {}],
  ["E", "Export the marks", { e: showExport }],
  ["?", "This help", { "?": () => byId("help").showModal() }],
];
const EVERYWHERE = new Set(["u", "e", "?"]);
const MEANING = Object.assign(Object.create(null), ...KEYS.map(([, , meaning]) => meaning));

function dismiss() {
  if (chosen === null) say("No box is chosen: [ and ] choose one.");
  else if (chosen.kind === "hidden") toggleNeedless(chosen.index);
  else removeMissed(chosen.index);
}

function toggle(id) {
  byId(id).click();
}

const takesText = (element) => element.matches("textarea, select, input:not([type=checkbox], [type=range])");

function stageKey(event) {
  const ways = { ArrowRight: [-60, 0], ArrowLeft: [60, 0], ArrowDown: [0, -60], ArrowUp: [0, 60] };
  if (!(event.key in ways)) return false;
  pan(...ways[event.key]);
  return true;
}

function pressed(event) {
  const open = !byId("viewer").hidden;
  if (document.querySelector("dialog[open]")) return false;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z") {
    if (takesText(event.target)) return false;
    undoStep();
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (takesText(event.target)) {
    if (event.key !== "Escape" || event.target.type === "search") return false;
    (open ? stage : grid).focus();
    return true;
  }
  if (draft && event.target === stage) return drawingKey(event);
  if (draft && event.key === "Escape") return drawingKey(event);
  if (open && event.key === "Escape") {
    closeFile();
    return true;
  }
  if (event.target === grid && gridKey(event)) return true;
  if (open && event.target === stage && stageKey(event)) return true;
  const key = event.key.toLowerCase();
  if (!(key in MEANING) || !byId("letters").checked || !(open || EVERYWHERE.has(key))) return false;
  MEANING[key]();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (pressed(event)) event.preventDefault();
});

for (const [names, meaning] of KEYS) {
  byId("keys").tBodies[0].append(make("tr", {}, make("th", { scope: "row" }, names), make("td", {}, meaning)));
}
