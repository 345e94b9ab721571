"""Whole-slide images for the tests: a matrix, cut into the frames of an object."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydicom import Dataset
from pydicom.uid import UID

from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.model import Pixels
from tests.dicom.images import JPEG, LITTLE, MANY_PIXELS, RLE, Made, made

WHOLE_SLIDE = UID("1.2.840.10008.5.1.4.1.1.77.1.6")
TILE = 256

Corners = list[tuple[int, int]]
"""Left and top of each frame in the matrix, 0-based."""


@dataclass(frozen=True)
class Cut:
    """How a matrix is cut into the frames of an object."""

    name: str
    syntax: UID = LITTLE
    photometric: str = "RGB"
    sparse: bool = False
    allocated: int = 8


CUTS = (
    Cut("full"),
    Cut("full rle", RLE),
    Cut("full jpeg", JPEG, "YBR_FULL_422"),
    Cut("sparse", sparse=True),
    Cut("sparse rle", RLE, sparse=True),
    Cut("grey", photometric="MONOCHROME2"),
    Cut("grey 16", photometric="MONOCHROME2", allocated=16, sparse=True),
    Cut("bits", photometric="MONOCHROME2", allocated=1),
)


def corners(rows: int, columns: int, tile: int = TILE) -> Corners:
    """Where the tiles of a matrix lie, row by row."""
    return [(left, top) for top in range(0, rows, tile) for left in range(0, columns, tile)]


def padded(matrix: Pixels, tile: int = TILE) -> Pixels:
    """The matrix with what its last tiles hold beyond it: the same again."""
    more = [(0, -side % tile) for side in matrix.shape[:2]] + [(0, 0)] * (matrix.ndim - 2)
    return np.pad(matrix, more, mode="reflect")


def slide(matrix: Pixels, cut: Cut, tile: int = TILE) -> Dataset:
    """A matrix in square tiles; those of a sparse one come in a muddle."""
    rows, columns = matrix.shape[:2]
    places = corners(rows, columns, tile)
    if cut.sparse:
        places = [places[i] for i in np.random.default_rng(5).permutation(len(places))]
    whole = padded(matrix, tile)
    frames = np.stack([whole[top : top + tile, left : left + tile] for left, top in places])
    stored = cut.allocated
    what = Made("slide", cut.syntax, cut.photometric, tile, tile, len(places), cut.allocated, stored)
    dataset = made(what, frames)
    dataset.NumberOfFrames = len(places)
    described(dataset, rows, columns)
    if cut.sparse:
        placed(dataset, places)
    return dataset


def described(dataset: Dataset, rows: int, columns: int, kind: str = "TILED_FULL") -> None:
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = WHOLE_SLIDE
    dataset.TotalPixelMatrixRows, dataset.TotalPixelMatrixColumns = rows, columns
    dataset.DimensionOrganizationType = kind


def placed(dataset: Dataset, places: Corners, heights: list[str] | None = None, paths: list[str] | None = None) -> None:
    """Say where each frame lies, and of which focal plane and optical path it is."""
    dataset.DimensionOrganizationType = "TILED_SPARSE"
    groups = []
    for number, (left, top) in enumerate(places):
        place, path, group = Dataset(), Dataset(), Dataset()
        place.ColumnPositionInTotalImagePixelMatrix, place.RowPositionInTotalImagePixelMatrix = left + 1, top + 1
        place.ZOffsetInSlideCoordinateSystem = heights[number] if heights else "0"
        path.OpticalPathIdentifier = paths[number] if paths else "1"
        group.PlanePositionSlideSequence = [place]
        group.OpticalPathIdentificationSequence = [path]
        groups.append(group)
    dataset.PerFrameFunctionalGroupsSequence = groups


def noise(rows: int, columns: int, cut: Cut = CUTS[0], seed: int = 11) -> Pixels:
    samples = (3,) if cut.photometric != "MONOCHROME2" else ()
    kind = np.uint16 if cut.allocated == 16 else np.uint8
    random = np.random.default_rng(seed)
    pixels: Pixels = random.integers(0, 2**cut.allocated, (rows, columns, *samples)).astype(kind)
    return pixels


def decoded(dataset: Dataset) -> Pixels:
    return np.stack([frame.pixels for frame in FrameSource(dataset, describe(dataset, max_pixels=MANY_PIXELS))])


def assembled(dataset: Dataset, places: Corners) -> Pixels:
    """The whole matrix with its padding, put together here frame by frame."""
    frames = decoded(dataset)
    rows, columns = frames.shape[1:3]
    shape = max(top for _, top in places) + rows, max(left for left, _ in places) + columns
    matrix = np.zeros((*shape, *frames.shape[3:]), frames.dtype)
    for (left, top), frame in zip(places, frames, strict=True):
        matrix[top : top + rows, left : left + columns] = frame
    return matrix


def places_in(dataset: Dataset) -> Corners:
    if dataset.DimensionOrganizationType == "TILED_FULL":
        return corners(dataset.TotalPixelMatrixRows, dataset.TotalPixelMatrixColumns, dataset.Rows)
    positions = [group.PlanePositionSlideSequence[0] for group in dataset.PerFrameFunctionalGroupsSequence]
    return [
        (place.ColumnPositionInTotalImagePixelMatrix - 1, place.RowPositionInTotalImagePixelMatrix - 1)
        for place in positions
    ]
