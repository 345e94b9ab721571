// Marks leave the page and come back as a file.

function showExport() {
  const text = `${JSON.stringify(toExport(), null, 1)}\n`;
  const left = files.length - marks.size;
  byId("json").value = text;
  byId("handed").textContent = "";
  byId("marking").textContent =
    `${counted(marks.size, "file is marked", "files are marked")}, ${counted(left, "is", "are")} not.`;
  byId("exporting").showModal();
  byId("json").setSelectionRange(0, 0);
  byId("json").scrollTop = 0;
}

function download() {
  const address = URL.createObjectURL(new Blob([byId("json").value], { type: "application/json" }));
  make("a", { href: address, download: "marks.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  say("marks.json was handed to the browser.");
}

async function copy() {
  byId("json").select();
  try {
    await navigator.clipboard.writeText(byId("json").value);
    say("The marks were copied.");
  } catch {
    say(document.execCommand("copy") ? "The marks were copied." : "Press Ctrl+C to copy what is selected.");
  }
}

async function takeImport() {
  const [chosenFile] = byId("importing").files;
  if (!chosenFile) return;
  try {
    const { accepted, unknown } = importMarks(await chosenFile.text());
    const others = unknown ? ` ${counted(unknown, "file is", "files are")} not on this page or not the same.` : "";
    say(`Marks of ${counted(accepted, "file", "files")} were imported.${others}`);
  } catch {
    say("This is no file of marks that this page can read. Nothing was changed.");
  }
  byId("importing").value = "";
}

byId("export").addEventListener("click", showExport);
byId("download").addEventListener("click", download);
byId("copy").addEventListener("click", copy);
byId("import").addEventListener("click", () => byId("importing").click());
byId("importing").addEventListener("change", takeImport);
