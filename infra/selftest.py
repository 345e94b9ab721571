"""Prove inside the image that it works: python selftest.py [--no-network]

Redacts made-up images in four transfer syntaxes, and checks that what identifies is gone, that what is clinical is
there, that nothing else changed, that the host would find the functions, and that none of it asked for the network.
Exit status 0: all of it holds; 1: something does not, and the last line says what.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from pydicom import Dataset, dcmread
from pydicom.dataset import FileMetaDataset
from pydicom.uid import (
    ComputedRadiographyImageStorage,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
    generate_uid,
)

from dicom_text_redactor import RedactionSettings, Redactor
from dicom_text_redactor.version import versions as version_of_parts

SYNTAXES = (ExplicitVRLittleEndian, RLELossless, JPEGLSLossless, JPEG2000Lossless)
ROWS, COLUMNS = 512, 640

# Left and top in pixels, and the text; the patient does not exist.
HIDDEN = ((20, 16, "MARLOW IMOGEN"), (20, 56, "BG4471902  14.03.1958"))
KEPT = ((20, 470, "CHEST PA ERECT"), (440, 470, "117 kV"))

# At least this part of the ink of what identifies is painted over, at most that of what is clinical.
_HIDDEN_INK, _LOST_INK = 0.95, 0.1


class SelfTestFailed(Exception):
    """Something of the image does not work; the text says what."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all checks and print what was found; the exit status."""
    parser = argparse.ArgumentParser(prog="selftest", description=__doc__)
    parser.add_argument("--no-network", action="store_true", help="fail, too, where this process could reach a network")
    parsed = parser.parse_args(arguments)
    attempts = watch_for_network()
    started = time.monotonic()
    try:
        if parsed.no_network:
            check_that_nothing_can_be_reached()
        print(json.dumps({"python": platform.python_version(), **versions(), "functions": functions()}, indent=1))
        redactor = Redactor(RedactionSettings())
        for syntax in SYNTAXES:
            seconds = check_redaction(redactor, picture_of(HIDDEN + KEPT, syntax))
            print(f"redacted  {syntax.name}: {seconds:.2f} s")
        if attempts:
            raise SelfTestFailed(f"The network was asked for: {', '.join(sorted(set(attempts)))}.")
    except SelfTestFailed as failure:
        print(f"self-test failed: {failure}")
        return 1
    network = "without a network" if parsed.no_network else "without asking for the network"
    print(f"self-test passed {network} in {time.monotonic() - started:.1f} s")
    return 0


def versions() -> dict[str, str]:
    """What the reports of this image will say, and the SDK of the functions."""
    return {**version_of_parts(RedactionSettings()), "azure-functions": version("azure-functions")}


def functions() -> list[str]:
    """The functions that the host would find."""
    # The settings are read at import; these say nothing and reach nothing.
    os.environ.setdefault("STORAGE", "UseDevelopmentStorage=true")
    from function_app import app

    return sorted(str(each.get_function_name()) for each in app.get_functions())


def watch_for_network() -> list[str]:
    """Write down from now on which calls would leave this process; the list grows with them."""
    attempts: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("socket.getaddrinfo", "socket.gethostbyname"):
            attempts.append(event)
        elif event == "socket.connect":
            address = arguments[1]
            if isinstance(address, tuple):  # a path is a socket of this machine
                attempts.append(event)

    sys.addaudithook(hook)
    return attempts


def check_that_nothing_can_be_reached() -> None:
    """Fail where a packet would have a way out of this machine."""
    # Fields are in the order of the kernel's listing: the interface comes first for IPv4, and last for IPv6.
    first = [line.split()[0] for line in lines_of("/proc/net/route")[1:]]
    last = [line.split()[-1] for line in lines_of("/proc/net/ipv6_route")]
    ways_out = {*first, *last} - {"lo"}
    if ways_out:
        raise SelfTestFailed(f"There is a network, behind {', '.join(sorted(ways_out))}.")


def lines_of(path: str) -> list[str]:
    """The lines of a file of the kernel; none where it has no such file."""
    file = Path(path)
    return file.read_text(encoding="ascii").splitlines() if file.exists() else []


def check_redaction(redactor: Redactor, dataset: Dataset) -> float:
    """Redact one image through files, as the command does; the seconds it took."""
    before = dataset.pixel_array
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source.dcm"), Path(folder, "target.dcm")
        dataset.save_as(source, enforce_file_format=True)
        started = time.monotonic()
        report = redactor.redact_file(source, target)
        seconds = time.monotonic() - started
        after = dcmread(target).pixel_array
    if report.status != "redacted":
        raise SelfTestFailed(f"A file with burned-in names came out as {report.status}.")
    painted = np.zeros(before.shape, dtype=bool)
    for mark in report.hidden:
        painted[mark.box.top : mark.box.bottom, mark.box.left : mark.box.right] = True
    if not np.array_equal(before[~painted], after[~painted]):
        raise SelfTestFailed("Pixels outside the boxes changed.")
    hidden, lost = share_of_ink(HIDDEN, painted), share_of_ink(KEPT, painted)
    if hidden < _HIDDEN_INK:
        raise SelfTestFailed(f"Only {hidden:.0%} of what identifies is painted over.")
    if lost > _LOST_INK:
        raise SelfTestFailed(f"{lost:.0%} of what is clinical is painted over.")
    return seconds


def share_of_ink(lines: Sequence[tuple[int, int, str]], painted: npt.NDArray[np.bool_]) -> float:
    """How much of the letters of `lines` is painted over, 0 to 1."""
    ink = letters(lines) > 127
    return float((ink & painted).sum() / ink.sum())


def letters(lines: Sequence[tuple[int, int, str]]) -> npt.NDArray[np.uint8]:
    """White letters on black, shape (rows, columns)."""
    picture = Image.new("L", (COLUMNS, ROWS))
    for left, top, text in lines:
        ImageDraw.Draw(picture).text((left, top), text, fill=255, font=ImageFont.load_default(24))
    return np.asarray(picture)


def picture_of(lines: Sequence[tuple[int, int, str]], syntax: str) -> Dataset:
    """A radiograph of noise with `lines` burned in (MONOCHROME2, 12 bits in 16), in that transfer syntax."""
    noise = np.random.default_rng(1).normal(900, 60, (ROWS, COLUMNS)).clip(0, 3000)
    ink = letters(lines) / 255.0
    pixels = (noise * (1 - ink) + 4095 * ink).round().astype(np.uint16)
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID = ComputedRadiographyImageStorage
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID = generate_uid()
    dataset.Modality, dataset.PatientName, dataset.PatientID = "CR", "Marlow^Imogen", "BG4471902"
    dataset.PatientBirthDate = "19580314"
    dataset.Rows, dataset.Columns = ROWS, COLUMNS
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, 12, 11, 0
    dataset.PixelData = pixels.tobytes()
    if syntax != ExplicitVRLittleEndian:
        dataset.compress(syntax, generate_instance_uid=False)
    return dataset


if __name__ == "__main__":
    sys.exit(main())
