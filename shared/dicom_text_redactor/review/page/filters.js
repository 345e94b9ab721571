// Which files are listed, and in which order.

const STATES = { none: "Not marked", fine: "Fine", wrong: "Wrong" };
const RANK = { refused: 0, incomplete: 1, redacted: 2, clean: 3 };

function countBy(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function fillSelect(select, counts) {
  select.replaceChildren(new Option("any", ""));
  for (const [value, count] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    select.append(new Option(`${value} (${count.toLocaleString("en")})`, value));
  }
}

const distinct = (file, name) => new Set(file.boxes.map((box) => box[name]));

function fillFilters() {
  fillSelect(byId("entity"), countBy(files.flatMap((file) => [...distinct(file, "entity")])));
  fillSelect(byId("source"), countBy(files.flatMap((file) => [...distinct(file, "source")])));
  fillSelect(byId("modality"), countBy(files.map((file) => file.modality)));
  const statuses = countBy(files.map((file) => file.status));
  for (const [status, name] of Object.entries(STATUSES)) {
    byId("statuses").append(checkbox("status", status, `${name} (${(statuses.get(status) ?? 0).toLocaleString("en")})`));
  }
  for (const [state, name] of Object.entries(STATES)) byId("states").append(checkbox("state", state, name));
  for (const [source, meaning] of Object.entries(SOURCES)) {
    byId("colours").append(make("li", {}, swatch(sourceClass(source)), ` ${source}: ${meaning}`));
  }
  byId("colours").append(make("li", {}, swatch("area-kept"), " kept: text that was left"));
}

function checkbox(name, value, text) {
  return make("label", { class: "check" }, make("input", { type: "checkbox", name, value }), ` ${text}`);
}

const swatch = (kind) => make("span", { class: `swatch ${kind}`, "aria-hidden": "true" });

const checkedOf = (name) =>
  new Set([...byId("filters").querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));

// The number in a field, or NaN if it is empty or none.
const numberIn = (id) => byId(id).valueAsNumber;

// The files that the filters leave, in the order that is asked for.
function filtered() {
  const name = byId("name").value.trim().toLowerCase();
  const statuses = checkedOf("status");
  const states = checkedOf("state");
  const [entity, source, modality] = ["entity", "source", "modality"].map((id) => byId(id).value);
  const score = numberIn("score");
  const boxes = numberIn("boxes");
  const noticed = byId("noticed").checked;
  const byBox = entity !== "" || source !== "" || !Number.isNaN(score);
  const fits = (box) =>
    (!entity || box.entity === entity) && (!source || box.source === source) && !(box.score > score);
  const left = files.filter(
    (file) =>
      (!name || file.search.includes(name)) &&
      (!statuses.size || statuses.has(file.status)) &&
      (!states.size || states.has(markOf(file).state ?? "none")) &&
      (!modality || file.modality === modality) &&
      !(file.boxes.length < boxes) &&
      (!noticed || file.notices.length > 0) &&
      (!byBox || file.boxes.some(fits)),
  );
  return left.sort(ORDERS[byId("order").value]);
}

// Files come in the order of their names; sorting is stable.
const ORDERS = {
  name: (one, other) => one.index - other.index,
  boxes: (one, other) => other.boxes.length - one.boxes.length,
  score: (one, other) => (one.lowest === other.lowest ? 0 : one.lowest - other.lowest),
  status: (one, other) => RANK[one.status] - RANK[other.status],
  marks: (one, other) => (markOf(one).state ? 1 : 0) - (markOf(other).state ? 1 : 0),
};
