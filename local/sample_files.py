"""Two DICOM files of a patient who does not exist: what is burned in stands in the header, too.

Public files with burned-in names are rare, for good reason. These have a place for everything that a
demonstration should show: a name, numbers, dates, a hospital, beside measurements and markers
that are to stay.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    UID,
    ComputedRadiographyImageStorage,
    ExplicitVRLittleEndian,
    UltrasoundMultiFrameImageStorage,
    generate_uid,
)

Line = tuple[int, int, str]
"""Left and top of a line of text in pixels, and the text."""

FRAMES = 4
_FULL_12_BITS = 4095


def write_all(folder: Path) -> list[Path]:
    """Write both files into `folder`; their paths."""
    paths = [folder / "fictional_ultrasound_cine.dcm", folder / "fictional_chest_radiograph.dcm"]
    for path, dataset in zip(paths, (ultrasound_cine(), chest_radiograph()), strict=True):
        dataset.save_as(path, enforce_file_format=True)
    return paths


def ultrasound_cine() -> Dataset:
    """A short colour cine (RGB, 8 bits, 480 x 640): a sector of speckle under a scanner's header."""
    lines = [
        (12, 8, "St. Brannoc General Hospital"),
        (12, 32, "MARLOW, IMOGEN  F"),
        (12, 56, "ID: BG4471902"),
        (400, 8, "DOB: 14.03.1958"),
        (400, 32, "02.09.2024  10:42:17"),
        (400, 56, "Dr. Theodor Quillfeld"),
        (12, 440, "ABDOMEN  C5-1  12 cm"),
        (520, 440, "MI 1.1"),
    ]
    letters = _letters(480, 640, lines, size=18)
    rng = np.random.default_rng(1)
    frames = []
    for index in range(FRAMES):
        grey = np.maximum(_sector(480, 640, index, rng), letters)
        colour = np.repeat(grey[..., np.newaxis], 3, axis=2)
        colour[..., 2] = np.where(letters > 0, letters // 2, colour[..., 2])  # yellowish letters
        frames.append(colour)
    dataset = _patient("US", UltrasoundMultiFrameImageStorage, "ultrasound")
    dataset.NumberOfFrames = FRAMES
    dataset.FrameTime = "40"
    dataset.FrameIncrementPointer = 0x00181063
    _put_pixels(dataset, np.stack(frames), bits_stored=8)
    return dataset


def chest_radiograph() -> Dataset:
    """A chest radiograph (MONOCHROME2, 12 bits in 16, 1024 x 896), its letters at the greatest value."""
    lines = [
        (24, 20, "MARLOW IMOGEN"),
        (24, 56, "BG4471902   14/03/1958"),
        (560, 20, "ST BRANNOC GENERAL"),
        (560, 56, "02 SEP 2024 11:05"),
        (820, 200, "L"),
        (24, 970, "CHEST PA ERECT"),
        (600, 970, "117 kV  2.0 mAs"),
    ]
    rng = np.random.default_rng(2)
    anatomy = _chest(1024, 896, rng)
    letters = _letters(1024, 896, lines, size=28) / 255.0
    pixels = (anatomy * (1 - letters) + _FULL_12_BITS * letters).round().astype(np.uint16)
    dataset = _patient("CR", ComputedRadiographyImageStorage, "radiograph")
    dataset.BodyPartExamined = "CHEST"
    dataset.ViewPosition = "PA"
    dataset.WindowCenter, dataset.WindowWidth = "2048", "4096"
    _put_pixels(dataset, pixels, bits_stored=12)
    return dataset


def _patient(modality: str, sop_class: str, which: str) -> Dataset:
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = UID(sop_class)
    # Made of fixed words, so that each run drops the same bytes.
    uids = [generate_uid(entropy_srcs=["fictional patient", which, level]) for level in ("study", "series", "image")]
    dataset.file_meta.MediaStorageSOPInstanceUID = uids[2]
    dataset.SOPClassUID, dataset.SOPInstanceUID = sop_class, uids[2]
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uids[0], uids[1]
    dataset.Modality = modality
    dataset.PatientName = "Marlow^Imogen"
    dataset.PatientID = "BG4471902"
    dataset.PatientBirthDate = "19580314"
    dataset.PatientSex = "F"
    dataset.StudyDate = dataset.SeriesDate = dataset.ContentDate = "20240902"
    dataset.StudyTime = dataset.ContentTime = "104217" if modality == "US" else "110500"
    dataset.AccessionNumber = "24-0917734"
    dataset.InstitutionName = "St. Brannoc General Hospital"
    dataset.ReferringPhysicianName = "Quillfeld^Theodor^^Dr."
    dataset.Manufacturer = "None"
    dataset.StudyID = "1"
    dataset.SeriesNumber = dataset.InstanceNumber = "1"
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.BurnedInAnnotation = "YES"
    return dataset


def _put_pixels(dataset: Dataset, pixels: npt.NDArray[np.unsignedinteger], bits_stored: int) -> None:
    colour = pixels.shape[-1] == 3
    rows, columns = pixels.shape[-3:-1] if colour else pixels.shape[-2:]
    dataset.Rows, dataset.Columns = rows, columns
    dataset.SamplesPerPixel = 3 if colour else 1
    dataset.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = pixels.dtype.itemsize * 8
    dataset.BitsStored, dataset.HighBit = bits_stored, bits_stored - 1
    dataset.PixelRepresentation = 0
    dataset.PixelData = pixels.tobytes()


def _letters(rows: int, columns: int, lines: list[Line], size: int) -> npt.NDArray[np.uint8]:
    """White letters of about `size` pixels on black, shape (rows, columns)."""
    picture = Image.new("L", (columns, rows))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size)
    for left, top, text in lines:
        draw.text((left, top), text, fill=255, font=font)
    return np.asarray(picture)


def _sector(rows: int, columns: int, index: int, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Speckle in a fan below the middle of the upper edge, a dark round structure in it that moves a little."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    down, across = y - 70, x - columns / 2
    depth, angle = np.hypot(down, across), np.arctan2(across, down)
    fan = (depth > 40) & (depth < 350) & (np.abs(angle) < 0.75)
    grains = rng.rayleigh(0.8, (rows // 2, columns // 4)).repeat(2, axis=0).repeat(4, axis=1)
    tissue = 80 * np.exp(-depth / 420) * (0.6 * grains + 0.4 * rng.rayleigh(0.8, (rows, columns)))
    cyst = np.hypot(x - 300 - 2 * index, y - 250 - 3 * index) < 48
    shown = np.where(fan, np.where(cyst, tissue * 0.1, tissue), 0)
    return np.minimum(shown, 200).astype(np.uint8)


def _chest(rows: int, columns: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Soft shapes in the places of a chest: body, lungs, heart, spine, ribs; values of 12 bits."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    v, u = y / rows, x / columns - 0.5
    body = _ellipse(u / 0.47, (v - 0.62) / 0.58)
    lungs = _ellipse((u + 0.2) / 0.15, (v - 0.48) / 0.28) + _ellipse((u - 0.2) / 0.14, (v - 0.48) / 0.28)
    values = 250 + 2000 * body - 1400 * lungs
    values += 160 * lungs * np.sin(2 * np.pi * (v * 11 + 4 * u**2))
    values += 500 * body * _ellipse((u - 0.07) / 0.13, (v - 0.6) / 0.15)
    values += 450 * body * np.exp(-((u / 0.035) ** 2))
    values += rng.normal(0, 25, values.shape)
    return np.minimum(np.maximum(values, 0), 3300)


def _ellipse(u: npt.NDArray[np.float64], v: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """One within the unit circle of `u` and `v`, nothing outside, a soft edge between."""
    values: npt.NDArray[np.float64] = 1 / (1 + np.exp(18 * (np.hypot(u, v) - 1)))
    return values
