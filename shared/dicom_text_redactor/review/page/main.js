// Puts the parts together: the list, the large view, and what changes between them.

// Another list begins at its top, but for the file that somebody comes back from.
function relist(keep = null) {
  list(filtered(), keep);
}

function openFile(place) {
  current = place;
  byId("overview").hidden = true;
  byId("viewer").hidden = false;
  showCurrent();
  stage.focus();
}

function closeFile() {
  const file = view.file;
  if (draft) stopDrawing();
  byId("viewer").hidden = true;
  byId("overview").hidden = false;
  // Marks may have changed what the filters leave; meanwhile the list stayed as it was.
  relist(file);
  grid.focus();
}

function showCurrent() {
  const file = listed[current];
  if (draft) stopDrawing();
  byId("title").textContent = shortName(file.path);
  byId("title").title = file.path;
  byId("place").textContent = `${(current + 1).toLocaleString("en")} of ${listed.length.toLocaleString("en")}`;
  byId("previous").disabled = current === 0;
  byId("next").disabled = current === listed.length - 1;
  showPicture(file);
  showPanel();
}

function step(by) {
  const next = current + by;
  if (next < 0 || next >= listed.length) {
    say(by > 0 ? "This is the last file of the list." : "This is the first file of the list.");
    return;
  }
  current = next;
  showCurrent();
  say(`${listed[current].path}, ${current + 1} of ${listed.length}`);
}

function undoStep() {
  const file = undo();
  if (file === null) {
    say("There is nothing to undo.");
    return;
  }
  const place = listed.indexOf(file);
  if (!byId("viewer").hidden && place >= 0 && place !== current) {
    current = place;
    showCurrent();
  }
  say(`Undone: ${file?.path ?? "an import"}`);
}

// Shows what the marks are now, wherever they stand.
function showMarks() {
  const states = countBy([...marks.values()].map((mark) => mark.state));
  const [fine, wrong] = [states.get("fine") ?? 0, states.get("wrong") ?? 0];
  byId("done").max = files.length;
  byId("done").value = marks.size;
  byId("tally").textContent =
    `${marks.size.toLocaleString("en")} of ${files.length.toLocaleString("en")} marked: ${fine} fine, ${wrong} wrong` +
    (stored ? "" : " (not kept by this browser: export before you close the page)");
  byId("undo").disabled = undoable.length === 0;
  if (byId("viewer").hidden) {
    clearCards();
    showCards();
  } else {
    chosen = chosen?.kind === "missed" && chosen.index >= markOf(view.file).missed.length ? null : chosen;
    outline();
    showPanel();
  }
}

listeners.push(showMarks);

const filters = byId("filters");
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("input", () => relist());
filters.addEventListener("reset", () => setTimeout(() => relist()));
byId("order").addEventListener("change", () => relist());
byId("all").addEventListener("click", () => filters.reset());

for (const [id, act] of Object.entries({
  back: closeFile,
  previous: () => step(-1),
  next: () => step(1),
  undo: undoStep,
  ask: () => byId("help").showModal(),
  fine: () => setState("fine"),
  wrong: () => setState("wrong"),
  draw: startDrawing,
  in: () => zoom(1.25),
  out: () => zoom(0.8),
  fit,
})) byId(id).addEventListener("click", () => act());

byId("frame").addEventListener("input", () => goToFrame(byId("frame").valueAsNumber));
byId("view").addEventListener("change", () => {
  view.name = byId("view").value;
  showFrame();
});
for (const id of ["brightness", "contrast"]) {
  byId(id).addEventListener("input", () => {
    picture[id] = byId(id).valueAsNumber;
    showFrame();
  });
}
for (const id of ["invert", "outlined"]) {
  byId(id).addEventListener("change", () => {
    picture[id] = byId(id).checked;
    showFrame();
  });
}
byId("plain").addEventListener("click", () => {
  for (const id of ["brightness", "contrast"]) byId(id).value = picture[id] = 100;
  byId("invert").checked = picture.invert = false;
  showFrame();
});

let noted = null; // the mark before somebody began to write a note, and the file
byId("note").addEventListener("focus", () => {
  noted = { file: view.file, before: marks.get(view.file.path) ?? null };
});
byId("note").addEventListener("input", () => setNote(view.file, byId("note").value));
byId("note").addEventListener("blur", () => {
  if (noted) setMark(noted.file, markOf(noted.file), noted.before);
  noted = null;
});

// Another tab with the same page has changed the marks.
addEventListener("storage", (event) => {
  if (event.key !== STORE) return;
  restore();
  undoable.length = 0;
  showMarks();
});
addEventListener("beforeunload", (event) => {
  if (!stored && marks.size) event.preventDefault();
});
// Pictures stand behind this script.
document.addEventListener("DOMContentLoaded", () => {
  clearCards();
  showCards();
  if (view.file) showFrame();
});

restore();
fillFilters();
list(filtered());
showMarks();
grid.focus({ preventScroll: true });
