// What the reviewer says of the files: kept in this browser, undone step by step, exported and imported.

const SCHEMA = "review-marks/1";
const STORE = `dicom-text-redactor review ${data.set}`;
const AREA = ["left", "top", "width", "height"];

const marks = new Map(); // path -> { state, note, missed, needless }
const undoable = []; // each: Map of path -> mark before, or null
const known = new Map(files.map((file) => [file.path, file]));
const listeners = [];
let stored = true;

const markOf = (file) => marks.get(file.path) ?? { state: null, note: "", missed: [], needless: [] };

const isEmpty = (mark) => !mark.state && !mark.note && !mark.missed.length && !mark.needless.length;

const plainArea = (area) => ({
  frames: area.frames.map(([first, last]) => [first, last]),
  left: area.left,
  top: area.top,
  width: area.width,
  height: area.height,
});

const sameArea = (one, other) => JSON.stringify(plainArea(one)) === JSON.stringify(plainArea(other));

// A mark without a state would say nothing: whoever writes a note or marks an area has found something.
function settled(mark) {
  const wrong = mark.missed.length || mark.needless.length || (mark.note && !mark.state);
  return { ...mark, state: wrong ? "wrong" : mark.state };
}

function put(path, mark) {
  if (mark === null || isEmpty(mark)) marks.delete(path);
  else marks.set(path, mark);
}

function changed() {
  save();
  listeners.forEach((listener) => listener());
}

// Changes the mark of one file; `before` is what undoing leads back to.
function setMark(file, mark, before = marks.get(file.path) ?? null) {
  const next = settled(mark);
  if (JSON.stringify(before) !== JSON.stringify(isEmpty(next) ? null : next)) {
    undoable.push(new Map([[file.path, before]]));
  }
  put(file.path, next);
  changed();
}

// The same without a step to undo: while somebody types.
function setNote(file, note) {
  put(file.path, settled({ ...markOf(file), note }));
  changed();
}

// Undoes one step and returns the file it was about, if it was one.
function undo() {
  const step = undoable.pop();
  if (step === undefined) return null;
  for (const [path, before] of step) put(path, before);
  changed();
  return known.get(step.keys().next().value);
}

function save() {
  try {
    localStorage.setItem(STORE, JSON.stringify(toExport()));
    stored = true;
  } catch {
    stored = false;
  }
}

function restore() {
  try {
    const text = localStorage.getItem(STORE);
    marks.clear();
    if (text) for (const [path, mark] of checkedMarks(JSON.parse(text)).accepted) marks.set(path, mark);
  } catch {
    stored = false;
  }
}

function toExport() {
  const paths = files.map((file) => file.path).filter((path) => marks.has(path));
  return { schema: SCHEMA, files: Object.fromEntries(paths.map((path) => [path, exportedMark(marks.get(path))])) };
}

const exportedMark = ({ state, note, missed, needless }) => ({
  state,
  note,
  missed: missed.map(plainArea),
  needless: needless.map(plainArea),
});

// Takes marks over from an export; of files that are in both, the imported ones count.
function importMarks(text) {
  const { accepted, unknown } = checkedMarks(JSON.parse(text));
  undoable.push(new Map(accepted.map(([path]) => [path, marks.get(path) ?? null])));
  for (const [path, mark] of accepted) put(path, mark);
  changed();
  return { accepted: accepted.length, unknown };
}

// The marks of an export for files of this page. Throws if it is no export.
function checkedMarks(value) {
  const wrong = new Error("This is no file of marks that this page can read.");
  const isObject = (some) => typeof some === "object" && some !== null && !Array.isArray(some);
  if (!isObject(value) || value.schema !== SCHEMA || !isObject(value.files)) throw wrong;
  const accepted = [];
  let unknown = 0;
  for (const [path, mark] of Object.entries(value.files)) {
    if (!isObject(mark) || !["fine", "wrong"].includes(mark.state) || typeof mark.note !== "string") throw wrong;
    for (const areas of [mark.missed, mark.needless]) {
      if (!Array.isArray(areas) || !areas.every(isArea)) throw wrong;
    }
    const file = known.get(path);
    const fits = (area) => !file?.image || area.frames.every(([, last]) => last < file.image.frames);
    if (file === undefined || ![...mark.missed, ...mark.needless].every(fits)) unknown += 1;
    else accepted.push([path, settled(exportedMark(mark))]);
  }
  return { accepted, unknown };
}

function isArea(area) {
  if (typeof area !== "object" || area === null || !Array.isArray(area.frames) || !area.frames.length) return false;
  const isCount = (number) => Number.isSafeInteger(number) && number >= 0;
  const isRange = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isCount) && pair[0] <= pair[1];
  return area.frames.every(isRange) && AREA.every((name) => isCount(area[name])) && area.width > 0 && area.height > 0;
}
