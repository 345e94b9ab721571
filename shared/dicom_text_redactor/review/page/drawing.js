// Drawing a rectangle around text that was missed, with a pointer or with keys alone.

let draft = null; // { left, top, width, height }, while one is drawn
let coarse = true; // whether keys move by large steps

function startDrawing() {
  if (!view.file?.image) {
    say("There is no picture to draw on.");
    return;
  }
  const { columns, rows } = view.file.image;
  // In the middle of what is in sight, a fifth of it wide.
  const middle = {
    x: (stage.clientWidth / 2 - view.x) / view.scale,
    y: (stage.clientHeight / 2 - view.y) / view.scale,
  };
  const width = Math.max(1, Math.min(columns, Math.round(stage.clientWidth / 5 / view.scale)));
  const height = Math.max(1, Math.min(rows, Math.round(stage.clientHeight / 15 / view.scale)));
  draft = inside({ left: Math.round(middle.x - width / 2), top: Math.round(middle.y - height / 2), width, height });
  coarse = true;
  stage.focus();
  drawn();
}

function stopDrawing() {
  draft = null;
  byId("mode").hidden = true;
  stage.classList.remove("drawing");
  outline();
}

function drawn() {
  stage.classList.add("drawing");
  byId("mode").hidden = false;
  byId("mode").textContent =
    `Drag around the text, or use the arrows (with Shift: size; G: ${coarse ? "small" : "large"} steps). ` +
    `Enter keeps, Escape drops it. ${draft.left}, ${draft.top}; ${draft.width} × ${draft.height}`;
  outline();
}

// The same rectangle moved and cut so that it lies in the image.
function inside({ left, top, width, height }) {
  const { columns, rows } = view.file.image;
  const w = Math.min(Math.max(width, 1), columns);
  const h = Math.min(Math.max(height, 1), rows);
  return { left: Math.min(Math.max(left, 0), columns - w), top: Math.min(Math.max(top, 0), rows - h), width: w, height: h };
}

function drawBetween(one, other) {
  const { columns, rows } = view.file.image;
  const clamp = (value, most) => Math.min(Math.max(value, 0), most);
  const [left, right] = [one.x, other.x].map((x) => clamp(x, columns)).sort((a, b) => a - b);
  const [top, bottom] = [one.y, other.y].map((y) => clamp(y, rows)).sort((a, b) => a - b);
  const [l, t] = [Math.min(Math.floor(left), columns - 1), Math.min(Math.floor(top), rows - 1)];
  draft = { left: l, top: t, width: Math.max(1, Math.ceil(right) - l), height: Math.max(1, Math.ceil(bottom) - t) };
  drawn();
}

function keepDraft() {
  const mark = markOf(view.file);
  const area = { frames: wholeImage(view.file), ...draft };
  stopDrawing();
  setMark(view.file, { ...mark, missed: [...mark.missed, area] });
  chosen = { kind: "missed", index: mark.missed.length };
  outline();
  showPanel();
  say(`Marked as missed: ${area.width} × ${area.height} pixels at ${area.left}, ${area.top}.`);
}

// What the keys do while a rectangle is drawn; returns whether the key meant anything.
function drawingKey(event) {
  const step = coarse ? Math.max(1, Math.round(10 / view.scale)) : 1;
  const ways = { ArrowRight: [step, 0], ArrowLeft: [-step, 0], ArrowDown: [0, step], ArrowUp: [0, -step] };
  if (event.key in ways) {
    const [right, down] = ways[event.key];
    const { left, top, width, height } = draft;
    const { columns, rows } = view.file.image;
    draft = event.shiftKey
      ? inside({ left, top, width: Math.min(width + right, columns - left), height: Math.min(height + down, rows - top) })
      : inside({ left: left + right, top: top + down, width, height });
    drawn();
    say(`${draft.left}, ${draft.top}; ${draft.width} × ${draft.height}`);
  } else if (event.key === "Enter") keepDraft();
  else if (event.key === "Escape") {
    stopDrawing();
    say("Nothing was drawn.");
  } else if (event.key === "g" || event.key === "G") {
    coarse = !coarse;
    drawn();
  } else return false;
  return true;
}

function removeMissed(index) {
  const mark = markOf(view.file);
  chosen = null;
  setMark(view.file, { ...mark, missed: mark.missed.filter((_, each) => each !== index) });
  say("The missed area was removed.");
}
