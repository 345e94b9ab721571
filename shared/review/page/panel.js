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
    make("span", { class: "why" }, `${index + 1} ${area.because}`),
    make("span", { class: "where" }, [whereText(area), framesText(file, area.frames)].filter(Boolean).join(", ")))));
  if (!file.kept.length) byId("kept").append(make("li", { class: "hint" }, "No text was kept."));
}

const whereText = ({ left, top, width, height }) => `${left}, ${top}; ${width} × ${height}`;

function showHidden(file, mark) {
  const focused = byId("hidden").contains(document.activeElement) ? document.activeElement.dataset.key : null;
  byId("hidden").replaceChildren(...file.boxes.map((box, index) => {
    const needless = mark.needless.some((area) => sameArea(area, box));
    const pick = make("button", { type: "button", class: "pick", "data-key": `pick-${index}`, title: whereText(box) },
      swatch(sourceClass(box.source)),
      make("span", { class: "why" }, `${index + 1} ${box.entity}`),
      make("span", { class: "where" },
        [box.source, box.score.toFixed(2), box.place === "overlay" ? "in an overlay" : "", framesText(file, box.frames)]
          .filter(Boolean).join(" · ")));
    if (isChosen("hidden", index)) pick.setAttribute("aria-current", "true");
    const toggle = make("button", { type: "button", class: "toggle", "data-key": `toggle-${index}`,
      "aria-pressed": String(needless), "aria-label": `Box ${index + 1} is needless` }, "needless");
    pick.addEventListener("click", () => chooseArea("hidden", index));
    toggle.addEventListener("click", () => toggleNeedless(index));
    return make("li", { class: needless ? "area needless" : "area" }, pick, toggle);
  }));
  if (!file.boxes.length) byId("hidden").append(make("li", { class: "hint" }, "Nothing was hidden."));
  // The list is made anew with every change; whoever was on one of its buttons stays there.
  if (focused) byId("hidden").querySelector(`[data-key=${focused}]`)?.focus();
  byId("hidden").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function showMissed(file, mark) {
  if (byId("missed").contains(document.activeElement) && document.activeElement.type === "number") return;
  byId("missed").replaceChildren(...mark.missed.map((area, index) => {
    const pick = make("button", { type: "button", class: "pick" }, swatch("area-missed"),
      make("span", { class: "why" }, `missed ${index + 1}`), make("span", { class: "where" }, whereText(area)));
    if (isChosen("missed", index)) pick.setAttribute("aria-current", "true");
    const remove = make("button", { type: "button", class: "toggle", "aria-label": `Remove missed area ${index + 1}` }, "remove");
    pick.addEventListener("click", () => chooseArea("missed", index));
    remove.addEventListener("click", () => {
      removeMissed(index);
      byId("draw").focus();
    });
    const line = make("li", { class: "area" }, pick, remove);
    if (file.image?.frames > 1) line.append(frameFields(file, area, index));
    return line;
  }));
}

// From which frame to which the missed text is there; people count frames from 1.
function frameFields(file, area, index) {
  const [first, last] = [area.frames[0][0], area.frames.at(-1)[1]];
  const field = (value, name) => {
    const input = make("input", { type: "number", min: 1, max: file.image.frames, value: value + 1, "aria-label": `${name} frame of missed area ${index + 1}` });
    return input;
  };
  const [from, to] = [field(first, "First"), field(last, "Last")];
  const change = () => {
    const within = (input, otherwise) => {
      const number = Math.trunc(input.valueAsNumber);
      return number >= 1 && number <= file.image.frames ? number - 1 : otherwise;
    };
    const [one, other] = [within(from, first), within(to, last)];
    setFrames(index, Math.min(one, other), Math.max(one, other));
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
