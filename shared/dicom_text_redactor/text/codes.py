"""Codes that a machine reads: bar codes, QR, Data Matrix and the like, which may hold what a line of text would.

The network sees where something looks like a code; ZXing reads those that can be read. Square codes it looks for
everywhere, since the network misses some of those that are smaller than 30 pixels; bars only where the network sees a
code: of 560 drawn codes it missed no bars, and to look for them takes two thirds of ZXing's time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import zxingcpp

from dicom_text_redactor.model import Box, Reading, Region, View, Word

READER = "zxing"
LINEAR = zxingcpp.barcode_formats_from_str("AllLinear")
_SQUARE = zxingcpp.barcode_formats_from_str("AllMatrix")
_QUIET = 4  # pixels around a code that are covered with it: its corners are told by the middles of its modules


def read_codes(views: Sequence[View], *, bars: bool = True) -> list[Word]:
    """The codes in any of some views of one frame that can be read, each as a word with what it says.

    bars: whether bar codes are looked for beside square codes.
    """
    found: list[Word] = []
    for view in views:
        for box, text in _read(view, bars=bars):
            if not any(2 * box.overlap(word.box) > box.area for word in found):
                region = Region(view.frame, box, view=view.name, code=True)
                found.append(Word(region, box, (Reading(READER, text, 1.0),)))
    return found


def _read(view: View, *, bars: bool) -> Iterator[tuple[Box, str]]:
    if bars:
        # Of light codes on dark ZXing by itself finds only the square ones.
        negative = zxingcpp.read_barcodes(np.invert(view.picture), formats=LINEAR)
        codes = [*zxingcpp.read_barcodes(view.picture), *negative]
    else:
        codes = list(zxingcpp.read_barcodes(view.picture, formats=_SQUARE))
    for code in codes:
        place = code.position
        corners = np.array(
            [(p.x, p.y) for p in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]
        )
        (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        box = Box.between(left, top, right + 1, bottom + 1).grown(_QUIET).within(*view.picture.shape)
        if box.area:
            yield box, code.text


def unread(regions: Sequence[Region], read: Sequence[Word]) -> list[Word]:
    """Those regions that look like a code and are none that was read, each as a word that nobody could read."""
    return [
        Word(region, region.box)
        for region in regions
        if not any(2 * region.box.overlap(word.box) > region.box.area for word in read)
    ]
