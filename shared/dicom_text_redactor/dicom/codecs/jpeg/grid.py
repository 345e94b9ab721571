"""The blocks of one component, and which part of the image each of them covers (ITU-T T.81 A.1.1, A.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.dicom.codecs.jpeg.segments import Codestream
from dicom_text_redactor.errors import Unsupported
from dicom_text_redactor.model import Box

_SIDE = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """The blocks of one component.

    Attributes
    ----------
    rows, columns
        Blocks that hold a part of the image.
    down, across
        How many pixels of the image one sample of the component covers.
    unit_down, unit_across
        Blocks of the component in one MCU of a scan that interleaves components.
    units_down, units_across
        MCUs of such a scan.
    """

    rows: int
    columns: int
    down: int
    across: int
    unit_down: int
    unit_across: int
    units_down: int
    units_across: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of blocks, with those that fill up the last MCUs."""
        return self.units_down * self.unit_down, self.units_across * self.unit_across

    def under(self, box: Box) -> tuple[slice, slice]:
        """The blocks that a box within the image touches, as an index of an array of shape `shape`.

        Blocks that fill up the last MCUs continue those at the image's edge, and go with them.
        """
        left, top = box.left // self._width, box.top // self._height
        right, bottom = -(-box.right // self._width), -(-box.bottom // self._height)
        rows, columns = self.shape
        return slice(top, bottom if bottom < self.rows else rows), slice(
            left, right if right < self.columns else columns
        )

    def area(self, blocks: Box) -> Box:
        """The pixels that a rectangle of blocks covers; it may reach out of the image."""
        return Box.between(
            blocks.left * self._width,
            blocks.top * self._height,
            blocks.right * self._width,
            blocks.bottom * self._height,
        )

    @property
    def subsampled(self) -> bool:
        """Whether a sample of the component covers several pixels."""
        return max(self.across, self.down) > 1

    @property
    def bleeding(self) -> tuple[int, int]:
        """How many pixels to the sides, and above and below, change beside a block that does.

        Enlarging a component twofold, libjpeg mixes neighbouring samples.
        """
        smooth = max(self.across, self.down) == 2
        return int(smooth and self.across == 2), int(smooth and self.down == 2)

    def in_order(self, interleaved: bool) -> npt.NDArray[np.int64]:
        """The blocks in the order of a scan, as numbers in an array of shape `shape`.

        Returns
        -------
        Array
            Shape (MCUs of the scan, blocks of this component in an MCU).
        """
        numbers = np.arange(self.shape[0] * self.shape[1]).reshape(self.shape)
        if not interleaved:
            return numbers[: self.rows, : self.columns].reshape(-1, 1)
        units = numbers.reshape(self.units_down, self.unit_down, self.units_across, self.unit_across)
        return units.transpose(0, 2, 1, 3).reshape(-1, self.unit_down * self.unit_across)

    @property
    def _width(self) -> int:
        return _SIDE * self.across

    @property
    def _height(self) -> int:
        return _SIDE * self.down


def grids_of(codestream: Codestream) -> list[Grid]:
    """The grid of each component.

    Raises
    ------
    Unsupported
        A component's samples cover fractions of pixels.
    """
    parts = codestream.components
    most_down, most_across = max(part.down for part in parts), max(part.across for part in parts)
    if any(most_down % part.down or most_across % part.across for part in parts):
        raise Unsupported("A component of a compressed frame is subsampled by a fraction.")
    units_down = -(-codestream.rows // (_SIDE * most_down))
    units_across = -(-codestream.columns // (_SIDE * most_across))
    return [
        Grid(
            rows=-(-codestream.rows // (_SIDE * down)),
            columns=-(-codestream.columns // (_SIDE * across)),
            down=down,
            across=across,
            unit_down=part.down,
            unit_across=part.across,
            units_down=units_down,
            units_across=units_across,
        )
        for part, down, across in ((part, most_down // part.down, most_across // part.across) for part in parts)
    ]
