"""What a detector and a reader have to do, so that others can take the places of those that are here.

`Redactor` takes them as arguments. All are asked by several threads at a time, so they have to be safe to share; they
keep nothing of one picture for the next. A `RedactionError` that they raise refuses the image with its own code. Any
other exception refuses it as ``internal``, and what that says is told nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from dicom_text_redactor.model import Picture
from dicom_text_redactor.text.found import Found
from dicom_text_redactor.text.recognizer import Glyph
from dicom_text_redactor.text.tesseract_page import Token


class Detector(Protocol):
    """Sees where lines of text stand in a picture, whether or not anybody can read them.

    Attributes
    ----------
    name
        What box reports call it, with its version.
    """

    @property
    def name(self) -> str:
        """What box reports call it, with its version."""
        ...

    def detect(self, pictures: Sequence[Picture], *, spread: bool, overlaid: bool = False) -> Sequence[Found]:
        """The lines that a frame shows, or a window of it.

        Parameters
        ----------
        pictures
            One view of it or several, of equal rows and columns. Shape (rows, columns), or (rows, columns, 3) in red,
            green and blue; values 0 to 255, light on dark or dark on light.
        spread
            Whether it may use all threads; otherwise other pictures are looked at meanwhile.
        overlaid
            Whether these are the brightest and darkest values over many frames of a cine: letters of several frames
            may lie over one another, and it is enough to tell where.

        Returns
        -------
        Sequence[Found]
            In any order, each line once, whichever views show it. Boxes lie within the picture and are in its own
            pixels; each holds all ink of its line with a little air, and is about 1.4 times as high as its letters.
        """
        ...


class Reader(Protocol):
    """Reads lines character by character; where it sees each of them decides where words are cut."""

    @property
    def name(self) -> str:
        """What `inspect` calls it, and box reports if it is not the usual one."""
        ...

    def read(self, lines: Iterable[Picture], *, quick: bool) -> Sequence[Sequence[Glyph]]:
        """What stands in each of some pictures of one upright line, in their order.

        Parameters
        ----------
        lines
            Shape (rows, columns), of any size, light on dark or dark on light. They are cut out while they are asked
            for, so that the first one can be read meanwhile; all have to be asked for.
        quick
            Whether a first reading is wanted: where it is not sure, a second one follows.

        Returns
        -------
        Sequence[Sequence[Glyph]]
            For each picture its characters from left to right, spaces among them, each placed at its centre as a share
            of the picture's width; nothing where it cannot read.
        """
        ...


class SecondReader(Protocol):
    """Reads the lines of which the first reader is not sure; both readings of a word count as evidence."""

    @property
    def name(self) -> str:
        """What `inspect` calls it, and box reports if it is not the usual one."""
        ...

    def read(self, lines: Sequence[Picture], *, timeout_s: float) -> Sequence[Sequence[Token]]:
        """What stands in each of some pictures of one upright line of dark letters on white, in their order.

        Parameters
        ----------
        lines
            Shape (rows, columns), of any size.
        timeout_s
            The time that is left for the file, seconds.

        Returns
        -------
        Sequence[Sequence[Token]]
            For each picture its words from left to right, each with the share of the picture's width that it takes;
            nothing where it cannot read.

        Raises
        ------
        TimedOut
            It took longer.
        """
        ...
