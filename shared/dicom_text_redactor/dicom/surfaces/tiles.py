"""Tiled images: whole-slide microscopy and what is derived from it, looked at across the borders of its tiles.

A word on the border of two tiles is cut in both. So it is not the frames that are looked at but windows of
the total pixel matrix, put together from the tiles under them; what is painted in a window is painted in those tiles.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydicom import Dataset

from dicom_text_redactor.dicom.painting.writing import Rewritten, rewrite
from dicom_text_redactor.dicom.pixels.describing import describe_again
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.surfaces.mosaic import Mosaic, Numbers, mosaics_of
from dicom_text_redactor.dicom.surfaces.surface import PixelSurface, Surface
from dicom_text_redactor.model import Box, Frame, Pixels
from dicom_text_redactor.settings import Fill

_SIDE = 2048  # pixels; a window no larger than the finder looks at without making it smaller
_ACROSS = 512  # pixels that neighbours in a row share: a word of a dozen letters 60 pixels high
_DOWN = 256  # pixels that neighbours in a column share: two lines of such letters
_KEPT_BYTES = 64 * 2**20  # decoded tiles that are kept: those of a window, and more


@dataclass(frozen=True, slots=True)
class Window:
    """A picture's place: the number of its mosaic, and the box in that mosaic's matrix."""

    mosaic: int
    box: Box


def surface_of(dataset: Dataset, form: PixelForm) -> Surface:
    """What is looked at in an image: its frames, or windows of the matrix of which they are tiles."""
    mosaics = mosaics_of(dataset, form)
    return TiledSurface(dataset, form, mosaics) if mosaics else PixelSurface(dataset, form)


class TiledSurface:
    """Overlapping windows of the total pixel matrices of a tiled image, one picture each.

    Together the windows show every pixel of every tile, padding included. A line of text that the border of
    one window cuts stands whole in the next, if it is lower than what neighbours share; so does a word.
    Where no tile lies under a part of a window, that part has the first value of one of its tiles.

    Parameters
    ----------
    dataset, form
        The image, and what `dicom_text_redactor.dicom.pixels.describing.describe` said of it.
    mosaics
        What `dicom_text_redactor.dicom.surfaces.mosaic.mosaics_of` said of it; at least one.
    rewritten
        How its pixels came about, if they were painted.
    """

    place = "pixels"
    apart = True

    def __init__(
        self, dataset: Dataset, form: PixelForm, mosaics: Sequence[Mosaic], rewritten: Rewritten | None = None
    ) -> None:
        self.dataset = dataset
        self.form = form
        self.rewritten = rewritten or Rewritten(form.syntax, form.syntax, (), 0)
        self.display = Display.of(dataset, form)
        self.windows = [Window(number, box) for number, mosaic in enumerate(mosaics) for box in _windows(mosaic)]
        self._mosaics = mosaics
        self._frames = FrameSource(dataset, form)
        self._tiles = _Tiles(self._frames)

    def __len__(self) -> int:
        return len(self.windows)

    def __getitem__(self, index: int) -> Frame:
        window = self.windows[index].box
        parts = list(self._parts(index, Box(0, 0, window.width, window.height)))
        first = self._tiles[parts[0][0]]
        pixels: Pixels = np.empty((window.height, window.width, *first.shape[2:]), first.dtype)
        if sum(in_window.area for _, in_window, _ in parts) < window.area:
            pixels[:] = first[0, 0]
        for frame, in_window, in_tile in parts:
            pixels[in_window.slices] = self._tiles[frame][in_tile.slices]
        pixels.flags.writeable = False
        return Frame(index, pixels)

    def painted(self, boxes: Mapping[int, Sequence[Box]], how: Fill) -> TiledSurface:
        """The image in a new dataset, with `boxes` (by window) filled in every tile that they touch."""
        by_frame: dict[int, set[Box]] = {}
        for index, some in boxes.items():
            for box in some:
                for frame, _, in_tile in self._parts(index, box):
                    by_frame.setdefault(frame, set()).add(in_tile)
        wanted = {frame: sorted(some) for frame, some in sorted(by_frame.items())}
        painted, rewritten = rewrite(self.dataset, self.form, wanted, how, self._frames)
        form = describe_again(painted, self.form)
        return TiledSurface(painted, form, self._mosaics, rewritten)

    def in_image(self, index: int, box: Box) -> Sequence[tuple[int, Box]]:
        """The tiles under the box, each with its part of it, or what changed around that part."""
        return [
            (frame, self.rewritten.reach.get(in_tile, in_tile).within(self.form.rows, self.form.columns))
            for frame, _, in_tile in self._parts(index, box)
        ]

    def from_image(self, frame: int, box: Box) -> Sequence[tuple[int, Box]]:
        """One window that shows a part of the area: what is painted there reaches beyond the window's border."""
        for number, mosaic in enumerate(self._mosaics):
            for tile in np.flatnonzero(mosaic.frames == frame):
                in_matrix = _moved(box, int(mosaic.lefts[tile]), int(mosaic.tops[tile]))
                for index, window in enumerate(self.windows):
                    if window.mosaic == number and window.box.overlap(in_matrix):
                        return [(index, _moved(in_matrix, -window.box.left, -window.box.top))]
        return []

    def _parts(self, index: int, box: Box) -> Iterator[tuple[int, Box, Box]]:
        """What lies under a box of a window: each tile's frame, and their common area in the window and in the tile.

        A box may reach beyond its window: the matrix goes on there.
        """
        window = self.windows[index]
        in_matrix = _moved(box, window.box.left, window.box.top)
        for frame, tile in self._mosaics[window.mosaic].under(in_matrix):
            in_tile = _moved(in_matrix, -tile.left, -tile.top).within(tile.height, tile.width)
            if in_tile.area:
                yield frame, _moved(in_tile, tile.left - window.box.left, tile.top - window.box.top), in_tile


class _Tiles:
    """The decoded tiles used last: windows share those on their borders."""

    def __init__(self, frames: FrameSource) -> None:
        self._frames = frames
        self._kept: OrderedDict[int, Pixels] = OrderedDict()
        self._bytes = 0

    def __getitem__(self, frame: int) -> Pixels:
        pixels = self._kept.pop(frame, None)
        if pixels is None:
            pixels = self._frames[frame].pixels
            self._bytes += pixels.nbytes
        self._kept[frame] = pixels
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.nbytes
        return pixels


def _windows(mosaic: Mosaic) -> list[Box]:
    """The windows of one mosaic that hold tiles, row by row from left to right."""
    area = mosaic.box
    across, down = _Steps.over(area.width, _ACROSS), _Steps.over(area.height, _DOWN)
    first_column, last_column = across.touching(mosaic.lefts - area.left, mosaic.columns)
    first_row, last_row = down.touching(mosaic.tops - area.top, mosaic.rows)
    spans = np.unique(np.stack([first_row, last_row, first_column, last_column], axis=1), axis=0)
    held = {
        (row, column)
        for top, bottom, left, right in spans.tolist()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    places = dict.fromkeys((across.start(column), down.start(row)) for row, column in sorted(held))
    return [Box(area.left + left, area.top + top, across.length, down.length) for left, top in places]


@dataclass(frozen=True, slots=True)
class _Steps:
    """Windows over a whole length: how many, how long each is, and how far from the next, pixels.

    All are of one length, so that two that show nothing but glass are equal, and one look does for both.
    """

    whole: int
    count: int
    length: int
    stride: int

    @classmethod
    def over(cls, length: int, shared: int) -> _Steps:
        """As few windows as cover `length` and share so much with the next."""
        count = max(1, -(-(length - shared) // (_SIDE - shared)))
        each = -(-(length + (count - 1) * shared) // count)
        return cls(length, count, each, each - shared if count > 1 else each)

    def start(self, number: int) -> int:
        """Where a window begins; the last ones move back rather than reach beyond the end."""
        return min(number * self.stride, self.whole - self.length)

    def touching(self, starts: Numbers, size: int) -> tuple[Numbers, Numbers]:
        """The first and the last window that shares pixels with each of some stretches of one size."""
        first = (starts - self.length) // self.stride + 1
        last = (starts + size - 1) // self.stride
        return first.clip(0, self.count - 1), last.clip(0, self.count - 1)


def _moved(box: Box, right: int, down: int) -> Box:
    return Box(box.left + right, box.top + down, box.width, box.height)
