// The list of files: only the cards in sight exist, so that thousands of files cost no more than a few.

const CARD = { least: 172, height: 214, gap: 12 };

const grid = byId("grid");
const cards = new Map(); // place in the list -> card
let listed = []; // the files in the list
let current = 0; // place in the list
let columns = 1;

const space = make("div", { class: "space", role: "presentation" });
grid.append(space);

function list(next, keep = null) {
  const place = keep === null ? -1 : next.indexOf(keep);
  listed = next;
  current = Math.max(0, place);
  clearCards();
  byId("count").textContent = `${next.length.toLocaleString("en")} of ${counted(files.length, "file", "files")}`;
  byId("none").hidden = next.length > 0;
  grid.hidden = next.length === 0;
  layOut();
  reveal(current);
}

function clearCards() {
  for (const card of cards.values()) card.remove();
  cards.clear();
}

function layOut() {
  const width = grid.clientWidth - 2 * CARD.gap;
  const next = Math.max(1, Math.floor((width + CARD.gap) / (CARD.least + CARD.gap)));
  if (next !== columns) clearCards();
  columns = next;
  space.style.height = `${Math.ceil(listed.length / columns) * (CARD.height + CARD.gap) + CARD.gap}px`;
  showCards();
}

// Makes the cards in sight and a row more, and the current one, which a screen reader may be on.
function showCards() {
  const row = CARD.height + CARD.gap;
  const first = Math.max(0, Math.floor(grid.scrollTop / row) - 1) * columns;
  const last = Math.min(listed.length, (Math.ceil((grid.scrollTop + grid.clientHeight) / row) + 1) * columns);
  const wanted = new Set(listed.length ? [current] : []);
  for (let place = first; place < last; place += 1) wanted.add(place);
  for (const [place, card] of cards) {
    if (!wanted.has(place)) {
      card.remove();
      cards.delete(place);
    }
  }
  const width = (grid.clientWidth - CARD.gap * (columns + 1)) / columns;
  for (const place of [...wanted].sort((one, other) => one - other)) {
    if (!cards.has(place)) {
      const card = makeCard(listed[place], place);
      cards.set(place, card);
      space.append(card);
    }
    const { style } = cards.get(place);
    style.width = `${width}px`;
    style.left = `${CARD.gap + (place % columns) * (width + CARD.gap)}px`;
    style.top = `${CARD.gap + Math.floor(place / columns) * row}px`;
  }
  choose();
}

function choose() {
  for (const [place, card] of cards) card.setAttribute("aria-selected", String(place === current));
  if (cards.has(current)) grid.setAttribute("aria-activedescendant", cards.get(current).id);
  else grid.removeAttribute("aria-activedescendant");
}

function makeCard(file, place) {
  const card = make("div", {
    class: "card",
    role: "option",
    id: `file-${file.index}`,
    "aria-posinset": place + 1,
    "aria-setsize": listed.length,
    title: file.path,
  });
  card.append(thumbnailOf(file), make("span", { class: "name" }, shortName(file.path)), badges(file));
  return card;
}

// The end of a path tells files apart.
const shortName = (path) => (path.length > 60 ? `…${path.slice(-59)}` : path);

function badges(file) {
  const mark = markOf(file).state;
  const line = make("span", { class: "badges" }, make("span", { class: `badge status-${file.status}` }, STATUSES[file.status]));
  if (mark) line.append(make("span", { class: `badge mark-${mark}` }, mark === "fine" ? "✓ fine" : "✗ wrong"));
  if (file.notices.length) line.append(make("span", { class: "badge notice" }, "notice"));
  const told = file.reason ? file.reason.code : counted(file.boxes.length, "box", "boxes");
  line.append(make("span", { class: "told" }, told));
  return line;
}

function thumbnailOf(file) {
  const holder = make("span", { class: "thumb" });
  const address = jpegOf(`t${file.index}`);
  if (!address) {
    const text = file.pictures.length ? "loading …" : file.reason ? file.reason.code : "no picture";
    holder.append(make("span", { class: "blank" }, text));
    return holder;
  }
  const { rows, columns: across, frames } = file.image;
  const image = make("img", { alt: "", decoding: "async", draggable: "false" });
  image.src = address;
  const outlines = draw("svg", { viewBox: `0 0 ${across} ${rows}`, "aria-hidden": "true" });
  // One path for all boxes of a source, of the frame that the picture shows.
  const paths = new Map();
  for (const box of file.boxes.filter((each) => isIn(each, file.pictures[0]?.frame ?? 0))) {
    const kind = sourceClass(box.source);
    paths.set(kind, `${paths.get(kind) ?? ""}M${box.left} ${box.top}h${box.width}v${box.height}h${-box.width}z`);
  }
  for (const [kind, d] of paths) outlines.append(draw("path", { d, class: kind }));
  holder.append(image, outlines);
  if (frames > 1) holder.append(make("span", { class: "frames" }, `${frames} frames`));
  return holder;
}

function reveal(place) {
  const row = CARD.height + CARD.gap;
  const top = Math.floor(place / columns) * row;
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + row + CARD.gap > grid.scrollTop + grid.clientHeight) {
    grid.scrollTop = top + row + CARD.gap - grid.clientHeight;
  }
  showCards();
}

function moveTo(place) {
  if (!listed.length) return;
  current = Math.min(Math.max(place, 0), listed.length - 1);
  reveal(current);
}

function gridKey(event) {
  const page = Math.max(1, Math.floor(grid.clientHeight / (CARD.height + CARD.gap))) * columns;
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, PageDown: page, PageUp: -page };
  if (event.key in steps) moveTo(current + steps[event.key]);
  else if (event.key === "Home") moveTo(0);
  else if (event.key === "End") moveTo(listed.length - 1);
  else if ((event.key === "Enter" || event.key === " ") && listed.length) openFile(current);
  else return false;
  return true;
}

let drawing = 0;
grid.addEventListener("scroll", () => {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(showCards);
}, { passive: true });
grid.addEventListener("click", (event) => {
  const card = event.target.closest(".card");
  for (const [place, each] of cards) if (each === card) openFile(place);
});
new ResizeObserver(() => {
  if (grid.clientWidth) layOut();
}).observe(grid);
