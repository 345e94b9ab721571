"""From what the detector found in several views to one list of lines of text, each in its whole length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dicom_text_redactor.model import Box, Region
from dicom_text_redactor.text.detector import Found
from dicom_text_redactor.text.windows import apart

_COVERED = 0.7  # share of a box under another from which it says nothing new
_SAME_HEIGHT = 1.7  # lines whose heights differ more are not one line
_SURE_LINE = 0.85  # score from which what is found inside a box speaks against the box
_MIDDLE = 0.25  # heights of a line by which it may lie off the middle of a loose box; no second line fits in there
_ROOM = 16  # pixels around a painted box that are looked at, beside some heights of its line
_COLUMN = 4  # letters, at the least
_LONG = 2.5  # times its height that a line of some letters is long, and more
_LETTER = 1.5  # times its height that a letter's box is wide at the most
_ALIGNED = 0.7  # share of the narrower of two letters in a column that stands below the other one
_ALIKE = 1.4  # times that their widths differ
_NEAR = 0.6  # widths of a letter that lie between two of them, or that their boxes overlap
_UPRIGHT = 1.5  # a box this much taller than wide may hold a line that runs up or down


def merge(found: Iterable[Found]) -> list[Found]:
    """One box for each line, whichever and however many views it was seen in.

    Boxes of one line are joined, so that no view's short box cuts a letter that another saw; a box
    over several known lines is left out, since it would glue them together.
    """
    lines: list[Found] = []
    for one in found:
        partners = [line for line in lines if _same_line(line.box, one.box)]
        if partners:
            both = [*partners, one]
            best = max(both, key=lambda line: (line.view != "", line.score))
            joined = Found(Box.around(line.box for line in both), max(line.score for line in both), best.view)
            lines = [line for line in lines if line not in partners]
            lines.append(joined)
        elif _share_under(one.box, lines) < _COVERED:
            lines.append(one)
    lines = [line for line in lines if not _is_frame(line, lines) and not _is_loose(line, lines)]
    return sorted(lines, key=lambda line: (line.box.top, line.box.left))


def surroundings(boxes: Iterable[Box], shape: tuple[int, ...]) -> list[Box]:
    """Windows of a picture of that shape, none of which overlap, around what stands near `boxes`.

    A window that reaches into another one becomes one with it.
    """
    near = []
    for box in boxes:
        if box.area:
            along, across = (_ROOM + halves * min(box.width, box.height) // 2 for halves in (8, 1))
            window = box.grown(along, across) if box.width >= box.height else box.grown(across, along)
            near.append(window.within(*shape[:2]))
    return apart(near)


def columns(lines: Sequence[Found]) -> list[Found]:
    """Boxes around letters that stand below one another: writing that runs up or down is often found letter by letter.

    Letters of one column are about equally wide and stand close together; a piece of the line may be one of them.
    Whether it is one line or upright letters in a column, the reader finds out.
    """
    letters = sorted(
        (line for line in lines if line.box.width <= _LETTER * line.box.height), key=lambda one: one.box.top
    )
    chains: list[list[Found]] = []
    for letter in letters:
        above = next((chain for chain in chains if _is_next(chain[-1].box, letter.box)), None)
        if above is None:
            chains.append([letter])
        else:
            above.append(letter)
    return [
        Found(Box.around(line.box for line in chain), max(line.score for line in chain), chain[0].view)
        for chain in chains
        if len(chain) >= _COLUMN or (len(chain) > 1 and any(is_long(line.box) for line in chain))
    ]


def letters_of(column: Box, boxes: Iterable[Box]) -> list[Box]:
    """Those of `boxes` of which that column was made, or into which it was cut; none where they do not make it up."""
    if column.height <= column.width:
        return []
    inside = [box for box in boxes if box.height < column.height and box.overlap(column) == box.area]
    letters = [box for box in inside if column.width <= _ALIKE**2 * box.width]
    return letters if len(letters) > 1 and Box.around(inside) == column else []


def is_long(box: Box) -> bool:
    """Whether a box holds some letters, whichever way they run."""
    return max(box.width, box.height) > _LONG * min(box.width, box.height)


def _is_next(above: Box, below: Box) -> bool:
    """Whether a letter stands right below another one of its width."""
    narrow, wide = sorted((above.width, below.width))
    aligned = min(above.right, below.right) - max(above.left, below.left) > _ALIGNED * narrow
    return wide <= _ALIKE * narrow and aligned and abs(below.top - above.bottom) < _NEAR * narrow


def region_of(frame: int, line: Found, view: str) -> Region:
    """The region of a line that is to be read in `view`, turned where the box is clearly taller than wide.

    Which way it is turned, the reader finds out.
    """
    turned = line.box.height > _UPRIGHT * line.box.width
    return Region(frame, line.box, 90 if turned else 0, line.score, view)


def _is_frame(one: Found, lines: Iterable[Found]) -> bool:
    """Whether a box encloses surer lines of a fraction of its height: the outline of something, not writing."""
    return any(
        line.score > max(one.score, _SURE_LINE)
        and _is_far_larger(one.box, line.box)
        and line.box.overlap(one.box) > 0.8 * line.box.area
        for line in lines
    )


def _is_loose(one: Found, lines: Iterable[Found]) -> bool:
    """Whether a box is another one's line with air all around it: letters in it are small, and read badly."""
    return any(
        line.score > max(one.score, _SURE_LINE)
        and line.box.height * _SAME_HEIGHT < one.box.height
        and abs(line.box.top + line.box.bottom - one.box.top - one.box.bottom) < 2 * _MIDDLE * line.box.height
        and 0 <= line.box.left - one.box.left < one.box.height / 2
        and 0 <= one.box.right - line.box.right < one.box.height / 2
        for line in lines
    )


def _is_far_larger(box: Box, line: Box) -> bool:
    return min(box.height, box.width) > 3 * min(line.height, line.width)


def _same_line(one: Box, other: Box) -> bool:
    if one.height > _UPRIGHT * one.width and other.height > _UPRIGHT * other.width:
        one, other = one.transposed, other.transposed
    low, high = sorted((one.height, other.height))
    if low == 0 or high > _SAME_HEIGHT * low:
        return False
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    across = min(one.right, other.right) - max(one.left, other.left)
    return down > 0.6 * low and across > 0.25 * low


def _share_under(box: Box, lines: Iterable[Found]) -> float:
    known = (line.box for line in lines if not _is_far_larger(line.box, box))
    return sum(box.overlap(other) for other in known) / max(1, box.area)
