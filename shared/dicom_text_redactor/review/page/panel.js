// What stands beside the large picture: the mark, the areas, and the facts.

function showPanel() {
  const { file } = view;
  const mark = markOf(file);
  for (const state of ["fine", "wrong"]) byId(state).setAttribute("aria-pressed", String(mark.state === state));
  if (document.activeElement !== byId("note")) byId("note").value = mark.note;
  byId("draw").disabled = !file.image || !file.pictures.length;
  showMissed(file, mark);
  showFacts(file);
  showHidden(file, mark);
  byId("kept").replaceChildren(...file.kept.map((area, index) => make("li", { class: "area" },
    swatch("area-kept"),
    make("span", { class: "why", title: BECAUSE[area.because] ?? "" }, `${index + 1} ${area.because}`),
    make("span", { class: "where" }, [whereText(area), framesText(file, area.frames)].filter(Boolean).join(", ")))));
  if (!file.kept.length) byId("kept").append(make("li", { class: "hint" }, "No text was kept."));
}

const whereText = ({ left, top, width, height }) => `${left}, ${top}; ${width} × ${height}`;

// Puts other items into a list; whoever was on one of its buttons stays on the same one.
function refill(list, items) {
  const key = list.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  list.replaceChildren(...items);
  if (key !== undefined) list.querySelector(`[data-key=${key}]`)?.focus();
}

function showHidden(file, mark) {
  const items = file.boxes.map((box, index) => {
    const needless = mark.needless.some((area) => sameArea(area, box));
    const told = [box.source, box.score.toFixed(2), box.place === "overlay" ? "in an overlay" : ""];
    const pick = make("button", { type: "button", class: "pick", "data-key": `pick-${index}`, title: whereText(box) },
      swatch(sourceClass(box.source)),
      make("span", { class: "why" }, `${index + 1} ${box.entity}`),
      make("span", { class: "where" }, [...told, framesText(file, box.frames)].filter(Boolean).join(" · ")));
    if (isChosen("hidden", index)) pick.setAttribute("aria-current", "true");
    const toggle = make("button", { type: "button", class: "toggle", "data-key": `toggle-${index}`,
      "aria-pressed": String(needless), "aria-label": `Box ${index + 1} is not needed` }, "not needed");
    pick.addEventListener("click", () => chooseArea("hidden", index));
    toggle.addEventListener("click", () => toggleNeedless(index));
    return make("li", { class: needless ? "area needless" : "area" }, pick, toggle);
  });
  refill(byId("hidden"), items.length ? items : [make("li", { class: "hint" }, "Nothing was hidden.")]);
  byId("hidden").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

let missedShown = ""; // what the list of missed areas shows: it is left alone while somebody types into it

const missedNow = (file, missed) => JSON.stringify([file.path, missed, chosen?.kind === "missed" ? chosen.index : null]);

function showMissed(file, mark) {
  if (missedShown === missedNow(file, mark.missed)) return;
  missedShown = missedNow(file, mark.missed);
  refill(byId("missed"), mark.missed.map((area, index) => {
    const pick = make("button", { type: "button", class: "pick", "data-key": `pick-${index}` },
      swatch("area-missed"),
      make("span", { class: "why" }, `missed ${index + 1}`),
      make("span", { class: "where" }, whereText(area)));
    if (isChosen("missed", index)) pick.setAttribute("aria-current", "true");
    const remove = make("button", { type: "button", class: "toggle", "data-key": `remove-${index}`,
      "aria-label": `Remove missed area ${index + 1}` }, "remove");
    pick.addEventListener("click", () => chooseArea("missed", index));
    remove.addEventListener("click", () => {
      removeMissed(index);
      byId("draw").focus();
    });
    const line = make("li", { class: "area" }, pick, remove);
    if (file.image.frames > 1) line.append(frameFields(file, area, index));
    return line;
  }));
}

// From which frame to which the missed text is there; people count frames from 1.
function frameFields(file, area, index) {
  const field = (which, value) => make("input", { type: "number", min: 1, max: file.image.frames, value: value + 1,
    "data-key": `${which}-${index}`, "aria-label": `${which} frame of missed area ${index + 1}` });
  const [from, to] = [field("First", area.frames[0][0]), field("Last", area.frames.at(-1)[1])];
  const within = (input, otherwise) => {
    const number = Math.trunc(input.valueAsNumber);
    return number >= 1 && number <= file.image.frames ? number - 1 : otherwise;
  };
  const change = () => {
    const [one, other] = [within(from, 0), within(to, file.image.frames - 1)];
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    const missed = markOf(file).missed.map((each, at) => (at === index ? { ...each, frames: [[first, last]] } : each));
    missedShown = missedNow(file, missed);
    [from.value, to.value] = [first + 1, last + 1];
    setMark(file, { ...markOf(file), missed });
  };
  for (const input of [from, to]) input.addEventListener("change", change);
  return make("span", { class: "range" }, "frames ", from, " to ", to);
}

function showFacts(file) {
  const facts = [["Status", STATUSES[file.status]], ["Modality", file.modality]];
  if (file.image) {
    const { rows, columns, frames } = file.image;
    facts.push(["Image", `${columns} × ${rows}${frames > 1 ? `, ${frames} frames` : ""}`]);
  }
  if (file.policy) facts.push(["Policy", file.policy]);
  const other = Object.entries(file.other_places).map(([name, value]) => `${PLACES[name] ?? name}: ${value}`);
  if (other.length) facts.push(["Elsewhere", other.join(", ")]);
  byId("told").replaceChildren(...facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))]));
  const told = [...(file.reason ? [file.reason] : []), ...file.notices];
  byId("notices").replaceChildren(...told.map(({ code, message, remedy }) =>
    make("div", { class: "reason" }, make("strong", {}, code), make("p", {}, message), make("p", {}, remedy))));
}

// Marks the file as fine or wrong, or takes that back if it is so already.
function setState(state) {
  const { file } = view;
  const mark = markOf(file);
  if (state === "fine" && (mark.missed.length || mark.needless.length)) {
    say("Areas are marked in this file, so it cannot be fine. Undo them first.");
    return;
  }
  const again = mark.state === state;
  if (again && settled({ ...mark, state: null }).state === state) {
    say("The file stays wrong as long as it has a note or a marked area.");
    return;
  }
  setMark(file, { ...mark, state: again ? null : state });
  say(again ? "The mark was taken back." : `Marked as ${state}: ${file.path}`);
  if (!again && state === "fine" && byId("onward").checked) step(1);
  if (!again && state === "wrong") byId("note").focus();
}
