// The large picture: frames, zoom, and outlines over it. Places are in the image's pixels throughout.

const stage = byId("stage");
const plane = byId("plane");
const image = byId("image");
const marked = byId("marked");

const GREATEST = 32; // screen pixels for a pixel of the image
const MARGIN = 40; // screen pixels of the image that stay in sight, wherever it is moved

const view = { file: null, frames: [], at: 0, name: "", scale: 1, x: 0, y: 0, fits: true };
const picture = { brightness: 100, contrast: 100, invert: false, outlined: true };
let chosen = null; // { kind: "hidden" or "missed", index }

const frameNow = () => view.frames[view.at] ?? 0;

function showPicture(file) {
  const same = view.file === file;
  view.file = file;
  view.frames = [...new Set(file.pictures.map((each) => each.frame))];
  if (!same) {
    view.at = 0;
    view.name = "";
    chosen = null;
  }
  if (file.image) {
    plane.style.width = `${file.image.columns}px`;
    plane.style.height = `${file.image.rows}px`;
    marked.setAttribute("viewBox", `0 0 ${file.image.columns} ${file.image.rows}`);
  }
  const slider = byId("frame");
  slider.max = Math.max(0, view.frames.length - 1);
  byId("sliding").hidden = view.frames.length < 2;
  if (!same) fit();
  showFrame();
}

function showFrame() {
  const { file } = view;
  const frame = frameNow();
  const here = file.pictures.filter((each) => each.frame === frame);
  const one = here.find((each) => each.view === view.name) ?? here[0];
  const address = one ? jpegOf(`p${file.index}-${file.pictures.indexOf(one)}`) : "";
  plane.hidden = !address;
  byId("nothing").hidden = Boolean(address);
  if (address) {
    image.src = address;
    image.style.filter =
      `${picture.invert ? "invert(1) " : ""}brightness(${picture.brightness}%) contrast(${picture.contrast}%)`;
  } else {
    image.removeAttribute("src");
    byId("nothing").textContent = one ? "The picture is still loading." : nothingToSee(file);
  }
  const frames = file.image?.frames ?? 0;
  byId("frame").value = view.at;
  byId("frame").setAttribute("aria-valuetext", `frame ${frame + 1} of ${frames}`);
  byId("shown").textContent = `${frame + 1} of ${frames} (${view.frames.length} shown)`;
  stage.setAttribute("aria-label", `Picture of ${file.path}${frames > 1 ? `, frame ${frame + 1}` : ""}`);
  byId("viewing").hidden = here.length < 2;
  byId("view").replaceChildren(...here.map((each) => new Option(VIEWS[each.view] ?? each.view, each.view)));
  if (one) byId("view").value = one.view;
  outline();
}

const VIEWS = { window: "the file's window", middle: "most of the values", full: "all values", colour: "colour" };

function nothingToSee(file) {
  if (file.status === "refused") return "This file was refused, so there is nothing to show.";
  return file.reason ? "This file cannot be shown." : "There was no room for a large picture of this file.";
}

function goToFrame(at) {
  view.at = Math.min(Math.max(at, 0), Math.max(0, view.frames.length - 1));
  showFrame();
}

function nextView() {
  const options = [...byId("view").options].map((option) => option.value);
  if (options.length < 2) return;
  view.name = options[(options.indexOf(byId("view").value) + 1) % options.length];
  showFrame();
  say(`View: ${VIEWS[view.name] ?? view.name}`);
}

// Puts the outlines of this frame over it.
function outline() {
  marked.replaceChildren();
  if (!view.file.image) return;
  const frame = frameNow();
  const mark = markOf(view.file);
  const { file } = view;
  if (picture.outlined) {
    for (const area of file.dismissed) if (isIn(area, frame)) marked.append(rectangle(around(area), "area-dismissed"));
    for (const area of file.kept) if (isIn(area, frame)) marked.append(rectangle(around(area), "area-kept"));
    file.boxes.forEach((box, index) => {
      if (!isIn(box, frame)) return;
      const needless = mark.needless.some((area) => sameArea(area, box)) ? " needless" : "";
      const overlay = box.place === "overlay" ? " overlay" : "";
      const kind = `${sourceClass(box.source)}${needless}${overlay}${isChosen("hidden", index) ? " chosen" : ""}`;
      marked.append(rectangle(box, kind), number(box, `${index + 1}`, kind));
    });
  }
  mark.missed.forEach((area, index) => {
    if (!isIn(area, frame)) return;
    const kind = `area-missed${isChosen("missed", index) ? " chosen" : ""}`;
    marked.append(rectangle(area, kind), number(area, `missed ${index + 1}`, kind));
  });
  if (draft) marked.append(rectangle(draft, "area-draft chosen"));
}

const isChosen = (kind, index) => chosen !== null && chosen.kind === kind && chosen.index === index;

// A kept area with some air, so that its outline stands beside the letters and not on them.
function around({ left, top, width, height }) {
  const air = 3 / view.scale;
  return { left: left - air, top: top - air, width: width + 2 * air, height: height + 2 * air };
}

function rectangle({ left, top, width, height }, kind) {
  const group = draw("g", { class: kind });
  // A dark line below the coloured one keeps it visible on any picture.
  for (const part of ["under", "over"]) group.append(draw("rect", { x: left, y: top, width, height, class: part }));
  return group;
}

function number({ left, top }, text, kind) {
  const label = draw("text", { x: left, y: top, class: `number ${kind}` });
  label.textContent = text;
  return label;
}

function place() {
  const { columns, rows } = view.file?.image ?? { columns: 1, rows: 1 };
  const [width, height] = [columns * view.scale, rows * view.scale];
  view.x = Math.min(Math.max(view.x, MARGIN - width), stage.clientWidth - MARGIN);
  view.y = Math.min(Math.max(view.y, MARGIN - height), stage.clientHeight - MARGIN);
  plane.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  plane.style.setProperty("--scale", view.scale);
  byId("scale").textContent = `${Math.round(view.scale * 100)} %`;
}

function fit() {
  if (!view.file?.image || !stage.clientWidth) return;
  const { columns, rows } = view.file.image;
  view.scale = Math.min((stage.clientWidth - 16) / columns, (stage.clientHeight - 16) / rows, 4);
  view.x = (stage.clientWidth - columns * view.scale) / 2;
  view.y = (stage.clientHeight - rows * view.scale) / 2;
  view.fits = true;
  place();
  outline();
}

// Zooms so that what is at (x, y) of the stage stays there.
function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
  const next = Math.min(Math.max(view.scale * factor, 0.02), GREATEST);
  view.x = x - ((x - view.x) * next) / view.scale;
  view.y = y - ((y - view.y) * next) / view.scale;
  view.scale = next;
  view.fits = false;
  place();
  outline();
}

function pan(right, down) {
  view.x += right;
  view.y += down;
  view.fits = false;
  place();
}

// The pixel of the image under a pointer; it may lie outside.
function pixelAt(event) {
  const { left, top } = stage.getBoundingClientRect();
  return { x: (event.clientX - left - view.x) / view.scale, y: (event.clientY - top - view.y) / view.scale };
}

// Chooses an area, goes to a frame that shows it, and brings it into sight.
function chooseArea(kind, index) {
  const area = kind === "hidden" ? view.file.boxes[index] : markOf(view.file).missed[index];
  chosen = { kind, index };
  if (!isIn(area, frameNow())) {
    const at = view.frames.findIndex((frame) => isIn(area, frame));
    if (at >= 0) view.at = at;
    else say(`No picture of ${framesText(view.file, area.frames)} is on this page.`);
  }
  const [x, y] = [view.x + (area.left + area.width / 2) * view.scale, view.y + (area.top + area.height / 2) * view.scale];
  if (x < 0 || y < 0 || x > stage.clientWidth || y > stage.clientHeight) {
    pan(stage.clientWidth / 2 - x, stage.clientHeight / 2 - y);
  }
  showFrame();
  showPanel();
}

// Goes to the next or the previous hidden area, over all frames.
function stepArea(step) {
  const { length } = view.file.boxes;
  if (!length) return;
  const from = chosen?.kind === "hidden" ? chosen.index : step > 0 ? -1 : 0;
  chooseArea("hidden", (from + step + length) % length);
  const box = view.file.boxes[chosen.index];
  say(`Box ${chosen.index + 1} of ${length}: ${box.entity}, ${box.source}, ${box.score.toFixed(2)}`);
}

function toggleNeedless(index) {
  const mark = markOf(view.file);
  const box = view.file.boxes[index];
  const others = mark.needless.filter((area) => !sameArea(area, box));
  const was = others.length < mark.needless.length;
  setMark(view.file, { ...mark, needless: was ? others : [...mark.needless, plainArea(box)] });
  say(was ? `Box ${index + 1} is no longer marked as not needed.` : `Box ${index + 1} is marked as not needed.`);
}

let dragged = null; // where a pointer went down, while it is held
stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !view.file?.image) return;
  stage.setPointerCapture(event.pointerId);
  dragged = { x: event.clientX, y: event.clientY, moved: false, start: pixelAt(event) };
});
stage.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const [right, down] = [event.clientX - dragged.x, event.clientY - dragged.y];
  dragged.moved ||= Math.hypot(right, down) > 3;
  if (!dragged.moved) return;
  if (draft) drawBetween(dragged.start, pixelAt(event));
  else {
    pan(right, down);
    [dragged.x, dragged.y] = [event.clientX, event.clientY];
  }
});
stage.addEventListener("pointerup", (event) => {
  if (dragged && !dragged.moved && !draft) chooseAt(pixelAt(event));
  else if (dragged?.moved && draft) keepDraft();
  dragged = null;
});
stage.addEventListener("pointercancel", () => {
  dragged = null;
});
stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  const { left, top } = stage.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
}, { passive: false });
new ResizeObserver(() => (view.fits ? fit() : place())).observe(stage);

// Chooses the smallest hidden area at a place, or none.
function chooseAt({ x, y }) {
  const holds = (box) => box.left <= x && x < box.left + box.width && box.top <= y && y < box.top + box.height;
  const here = view.file.boxes
    .map((box, index) => ({ box, index }))
    .filter(({ box }) => isIn(box, frameNow()) && holds(box))
    .sort((one, other) => one.box.width * one.box.height - other.box.width * other.box.height);
  if (here.length) chooseArea("hidden", here[0].index);
  else if (chosen) {
    chosen = null;
    outline();
    showPanel();
  }
}
