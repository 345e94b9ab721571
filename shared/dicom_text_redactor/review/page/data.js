// What is known of the files. Their pictures stand behind this script, as text, and are asked for one at a time.

const data = JSON.parse(byId("data").textContent);
const files = data.files;

const STATUSES = { redacted: "Redacted", clean: "Clean", refused: "Refused", incomplete: "Incomplete" };
const SOURCES = data.sources;
const BECAUSE = data.because;
const PLACES = {
  overlays: "overlays removed",
  overlays_kept: "overlays kept",
  overlay_texts: "texts of overlays removed",
  icon: "icon",
  nested_images: "pictures in other elements removed",
  annotations: "annotations removed",
  high_bits: "unused bits",
  curves: "curves removed",
  signatures: "signatures removed",
};

files.forEach((file, index) => {
  file.index = index;
  file.search = file.path.toLowerCase();
  file.lowest = file.boxes.reduce((least, box) => Math.min(least, box.score), Infinity);
});

const sourceClass = (source) => `source-${Object.hasOwn(SOURCES, source) ? source : "other"}`;

const isIn = (area, frame) => area.frames.some(([first, last]) => first <= frame && frame <= last);

const wholeImage = (file) => [[0, file.image.frames - 1]];

// Frames as people count them, from 1.
function framesText(file, frames) {
  if (!file.image || file.image.frames === 1) return "";
  const whole = frames.length === 1 && frames[0][0] === 0 && frames[0][1] >= file.image.frames - 1;
  if (whole) return "all frames";
  const parts = frames.map(([first, last]) => (first === last ? `${first + 1}` : `${first + 1}–${last + 1}`));
  const more = parts.length > 4 ? ` and ${parts.length - 4} more` : "";
  const one = frames.length === 1 && frames[0][0] === frames[0][1];
  return `${one ? "frame" : "frames"} ${parts.slice(0, 4).join(", ")}${more}`;
}

// The address of a picture; empty if there is none, or not yet.
function jpegOf(id) {
  const node = byId(id);
  return node === null ? "" : `data:image/jpeg;base64,${node.textContent}`;
}
