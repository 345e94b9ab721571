"""`make demo`: real files go in, redacted files and reports come out, and there are pictures to look at.

Starts its own Azurite and its own host, and stops both at the end, whatever the end is.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azure.storage.blob import ContainerClient
from pydicom.data import get_testdata_file
from tqdm import tqdm

from dicom_text_redactor.report import REPORT_SUFFIX
from local import azurite, launch, sample_files
from local.app_settings import ROOT
from local.deliveries import Storage
from local.pictures import write_side_by_side

OUTPUT = ROOT / "demo-output"
WAIT_SECONDS = 300.0
_POLL_SECONDS = 0.3

# They lie in pydicom's wheel itself, so nothing is fetched. The first five have burned-in text.
FROM_PYDICOM = (
    "examples_rgb_color.dcm",
    "examples_palette.dcm",
    "examples_ybr_color.dcm",
    "examples_jpeg2k.dcm",
    "GDCMJ2K_TextGBR.dcm",
    "examples_overlay.dcm",
    "J2K_pixelrep_mismatch.dcm",
    "CT_small.dcm",
    "MR_small_RLE.dcm",
)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table.

    `elsewhere` is what was removed outside the pixels; `complete` says whether both blobs of the pair are there.
    """

    name: str
    status: str
    boxes: int
    elsewhere: str
    seconds: float
    complete: bool


def main() -> int:
    """Run the demo; 0 only if every file got its pair."""
    launch.end_on_sigterm()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _run(_files(Path(folder)))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except azurite.AzuriteError as error:
        print(error, file=sys.stderr)
        return 1


def _files(folder: Path) -> list[Path]:
    paths = sample_files.write_all(folder)
    for name in FROM_PYDICOM:
        source = get_testdata_file(name, download=False)
        assert isinstance(source, str), f"pydicom's wheel does not hold {name}"
        paths.append(Path(shutil.copy(source, folder / name)))
    return paths


def _run(files: list[Path]) -> int:
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir()
    log = OUTPUT / "host.log"
    with azurite.running() as emulator:
        storage = Storage.connect(emulator.connection_string)
        storage.make_container("input")
        storage.make_container("output")
        environment = launch.environment_for(emulator.connection_string, "input", "output") | {"ON_SUCCESS": "keep"}
        inputs, outputs = (storage.blobs.get_container_client(name) for name in ("input", "output"))
        with log.open("wb") as output, launch.host(environment, output) as host:
            for path in files:
                inputs.upload_blob(path.name, path.read_bytes())
            reports = _wait_for_reports(outputs, [path.name for path in files], host)
        results = [_fetch(outputs, path, reports.get(path.name)) for path in files]
    _print_table(results)
    print(
        f"\nPictures, before and after: {OUTPUT.relative_to(ROOT)}/*.png, next to the redacted files and their reports"
    )
    missing = [result.name for result in results if not result.complete]
    if missing:
        print(f"No complete result for: {', '.join(missing)}. The host's log: {log.relative_to(ROOT)}", file=sys.stderr)
    return 1 if missing else 0


def _wait_for_reports(
    outputs: ContainerClient, names: list[str], host: subprocess.Popen[bytes]
) -> dict[str, dict[str, Any]]:
    """The reports by file name, as far as they come before the host ends or the time is over."""
    reports: dict[str, dict[str, Any]] = {}
    deadline = time.monotonic() + WAIT_SECONDS
    with tqdm(total=len(names), desc="redacting", unit="file") as progress:
        while len(reports) < len(names) and time.monotonic() < deadline and host.poll() is None:
            there = set(outputs.list_blob_names())
            for name in names:
                if name not in reports and name + REPORT_SUFFIX in there:
                    reports[name] = json.loads(outputs.download_blob(name + REPORT_SUFFIX).readall())
                    progress.update()
            time.sleep(_POLL_SECONDS)
    return reports


def _fetch(outputs: ContainerClient, original: Path, report: dict[str, Any] | None) -> Result:
    """Bring a pair into the output folder, with a picture of both files."""
    if report is None:
        return Result(original.name, "missing", 0, "", 0.0, complete=False)
    (OUTPUT / f"{original.name}{REPORT_SUFFIX}").write_text(json.dumps(report, indent=1), encoding="utf-8")
    complete = report["status"] != "refused"
    if complete:
        redacted = OUTPUT / original.name
        redacted.write_bytes(outputs.download_blob(original.name).readall())
        write_side_by_side(original, redacted, OUTPUT / f"{original.stem}.png")
    status = report["status"] if complete else f"refused ({report['reason']['code']})"
    seconds = report["seconds"].get("total", 0.0)
    return Result(original.name, status, len(report["boxes"]), _elsewhere(report), seconds, complete)


def _elsewhere(report: dict[str, Any]) -> str:
    """What was removed or cleared elsewhere in the file, such as ``overlays: 1``."""
    found = {name: value for name, value in report["other_places"].items() if value not in (0, "none")}
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in found.items())


def _print_table(results: list[Result]) -> None:
    name, status = (
        max(map(len, column)) for column in zip(*((each.name, each.status) for each in results), strict=True)
    )
    print(f"\n{'file':<{name}}  {'status':<{status}}  boxes  seconds  removed elsewhere")
    for each in results:
        line = f"{each.name:<{name}}  {each.status:<{status}}  {each.boxes:>5}  {each.seconds:>7.2f}  {each.elsewhere}"
        print(line.rstrip())


if __name__ == "__main__":
    sys.exit(main())
