"""From the network's maps to lines of text: each row for itself, at its angle, with boxes to the pixel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import sin

import cv2
import numpy as np

from dicom_text_redactor import slants
from dicom_text_redactor.model import Box
from dicom_text_redactor.text.found import Found
from dicom_text_redactor.text.network import STRIDE, Maps, Plane

CORE, FAINT = 0.4, 0.2
"""The probability from which a place lies in the core of a row, and from which one does that goes on beside it."""
HALF_CORE, HALF_FAINT = 0.15, 0.08
"""The same where a script is to be expected that the network knows less well."""
SURE = 0.55
"""How sure the network is of a line that needs no reader to count as text."""
BORDER = 0.5
"""The probability from which a place lies between two rows."""
CODE = 0.5
"""The probability from which a place belongs to a code that a machine reads."""
SHRUNK, SPREAD = 0.47, 3.6
"""A core is as high as this share of its letters, and so many pixels besides: measured on phantoms and real screens."""
_EDGE = 0.53  # share of the probability in a core's middle at which it ends
_BESIDE = 5  # places of the map across and down, of which one lies in the middle of the core
_LETTERS = 1.4  # heights of its letters that a line's box is high
_ENDS = 0.25  # heights of its letters that are added to a core at both ends
_ROOM = 0.35  # heights of its letters that are added all around a line that the network half sees
_LOWEST = 8.0  # pixels; lower letters are given as much room, since cores say little of their height
_LONG = 3.0  # times its height that a core is long from which its shape says how it runs
_DRIFT = 0.3  # heights of its letters that a line may rise or fall and still be cut out level
_ALIKE = np.radians(1.5)  # difference of two angles which are one
_TELLS = 6.0  # the same from which it says how other lines may lie
_LEVEL = np.radians(0.6)  # what runs up or down by less is level
_TALL = 1.5  # times its width that a core is high which runs up or down, if nothing else says how it runs
_CODE_PLACES = 16  # places of the map that the smallest code takes
_NEAR = 1.2  # heights of its letters between two cores of one row
_SAME_HEIGHT = 1.7  # times that two cores of one row differ in height at the most
_SHARED = 0.6  # share of the lower one's height that two cores of one row have in common

_QUARTER = np.pi / 2


@dataclass(frozen=True, slots=True, eq=False)
class _Core:
    """The core of a row or of a part of it.

    Attributes
    ----------
    points
        Its pixels.
    angle
        How it runs, radians counter-clockwise from the right; nan if nothing says so.
    score
        How sure the network is.
    long, short
        Its size, pixels.
    """

    points: slants.Points
    angle: float
    score: float
    long: float = 0.0
    short: float = 0.0


def lines_of(maps: Maps, shape: tuple[int, ...], *, eager: bool = False) -> list[Found]:
    """The lines that the maps of a picture of that shape (rows, columns) show, in no order.

    With `eager` what the network half sees counts as a line as well, with room around it, and as sure as text has to
    be: of its letters it sees only some.
    """
    limits = (HALF_CORE, HALF_FAINT) if eager else (CORE, FAINT)
    cores = [_lying(core) for core in _cores(maps, *limits)]
    ways = _ways(cores)
    found = []
    by_way = sorted(((_way(core, ways), core) for core in cores), key=lambda item: item[0])
    for angle, some in groupby(by_way, key=lambda item: item[0]):
        found += _joined([core for _, core in some], float(np.degrees(angle)), eager=eager)
    found += _codes(maps)
    # A core that is lower than the room that its letters get may give a line outside of the picture: it shows nothing.
    return [line for line in (_within(line, shape) for line in found) if line.box.area]


def _codes(maps: Maps) -> Iterator[Found]:
    """What looks like a code, as boxes."""
    inside = (maps.code > CODE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    for label in range(1, count):
        left, top, width, height, area = (int(v) for v in stats[label])
        if area >= _CODE_PLACES:
            box = Box(left * STRIDE, top * STRIDE, width * STRIDE, height * STRIDE).grown(STRIDE)
            yield Found(box, float(maps.code[labels == label].mean()), code=True)


def _cores(maps: Maps, least: float, faint: float) -> Iterator[_Core]:
    """Each connected part of the writing, borders left out: limits as `CORE` and `FAINT`."""
    inside = (maps.writing > faint) & (maps.border < BORDER)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=4)
    for label in range(1, count):
        left, top, width, height, _ = (int(v) for v in stats[label])
        window = Box(left, top, width, height).grown(1).within(*inside.shape)
        own = labels[window.slices]
        chance = np.where((own == label) | (own == 0), maps.writing[window.slices], 0)
        chance[(own == 0) & (maps.border[window.slices] >= BORDER)] = 0
        if float(chance.max()) < least:
            continue
        angle = -_mean_angle(maps.angle[window.slices][own == label])
        score = float(maps.writing[window.slices][own == label].mean())
        for points in _rows(chance, window, least, faint, float(np.degrees(angle))):
            yield _Core(points, angle, score)


def _rows(chance: Plane, window: Box, least: float, faint: float, angle: float) -> list[slants.Points]:
    """The middles of the pixels that lie in the cores of a connected part, one by one.

    What the map shows only faintly parts rows that stand close together, and not the pieces of one row.

    angle: how the part runs, in degrees; nan if nothing says so.
    """
    turned = 0.0 if np.isnan(angle) else angle
    pieces = list(_pieces(chance, window, faint))
    rows = _in_rows([slants.level_box(points, turned) for points, _ in pieces], _beside)
    return [np.concatenate([pieces[i][0] for i in row]) for row in rows if max(pieces[i][1] for i in row) >= least]


def _pieces(chance: Plane, window: Box, faint: float) -> Iterator[tuple[slants.Points, float]]:
    """The connected pieces of cores, each with its highest probability: the map is looked at between its places."""
    size = window.width * STRIDE, window.height * STRIDE
    fine = cv2.resize(chance, size, interpolation=cv2.INTER_LINEAR)
    most = cv2.resize(cv2.dilate(chance, np.ones((_BESIDE, _BESIDE))), size, interpolation=cv2.INTER_LINEAR)
    there = cv2.resize(chance, size, interpolation=cv2.INTER_NEAREST)
    inside = (fine > np.maximum(faint, _EDGE * most)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=4)
    for label in range(1, count):
        left, top, width, height, _ = (int(v) for v in stats[label])
        part = slice(top, top + height), slice(left, left + width)
        own = labels[part] == label
        rows, columns = np.nonzero(own)
        corner = left + window.left * STRIDE, top + window.top * STRIDE
        points = np.column_stack([columns + corner[0] + 0.5, rows + corner[1] + 0.5])
        yield points, float(there[part][own].max())


def _mean_angle(angles: Plane) -> float:
    """The mean of angles modulo half a turn; nan where nothing is known."""
    both = np.exp(2j * angles).mean()
    return float(np.angle(both) / 2) if abs(both) > 0.5 else float("nan")


def _lying(core: _Core) -> _Core:
    """The core with how its line runs: the network says which way letters stand, a long shape says the rest exactly."""
    (_, _), (one, other), tilt = cv2.minAreaRect(core.points.astype(np.float32))
    long, short = max(one, other) + 1, min(one, other) + 1
    lies = -np.radians(tilt) if one >= other else -np.radians(tilt + 90)
    angle = core.angle
    if np.isnan(angle):
        high, wide = np.ptp(core.points[:, 1]), np.ptp(core.points[:, 0])
        angle = lies if long >= _LONG * short else _QUARTER if high > _TALL * wide else 0.0
    elif long >= _LONG * short and abs(sin(lies - angle)) < sin(np.pi / 4):
        angle = lies
    angle = (angle + np.pi / 4) % np.pi - np.pi / 4  # from an eighth turn down to three eighths up
    return _Core(core.points, angle, core.score, long, short)


def _ways(cores: Iterable[_Core]) -> list[float]:
    """How the writing of a picture runs, radians: what most of it does first, and level and upwards in any case."""
    groups: list[list[_Core]] = []
    for core in sorted(cores, key=lambda core: core.angle):
        if core.long < _TELLS * core.short:
            continue
        if groups and core.angle - groups[-1][0].angle < _ALIKE:
            groups[-1].append(core)
        else:
            groups.append([core])
    groups.sort(key=lambda group: -sum(core.long for core in group))
    ways = [
        float(np.average([core.angle for core in group], weights=[core.long for core in group])) for group in groups
    ]
    ways = [_QUARTER * round(way / _QUARTER) if _off(way, 0, _QUARTER) < _LEVEL else way for way in ways]
    return list(dict.fromkeys([*ways, 0.0, _QUARTER]))


def _way(core: _Core, ways: Iterable[float]) -> float:
    """How a core is cut out: as most writing runs as it may run as well, or else as it lies."""
    room = _DRIFT * _letters(core.short)
    return next((way for way in ways if core.long * sin(_off(core.angle, way)) < room), core.angle)


def _off(angle: float, other: float, modulus: float = np.pi) -> float:
    """How far two angles are apart, of which those are equal that differ by `modulus`."""
    apart = (angle - other) % modulus
    return min(apart, modulus - apart)


def _letters(core: float) -> float:
    """The height of the letters of a row whose core is that high, pixels."""
    return max(_LOWEST, (core - SPREAD) / SHRUNK)


def _joined(cores: Iterable[_Core], angle: float, *, eager: bool) -> list[Found]:
    """The lines of cores that run at one angle, in degrees: those of one row that stand near one another are one."""
    some = list(cores)
    levels = [_level(core, angle) for core in some]
    rows = _in_rows(levels, _goes_on)
    return [_line([levels[i] for i in row], [some[i] for i in row], angle, eager=eager) for row in rows]


def _level(core: _Core, angle: float) -> Box:
    """Where the letters of a core stand, in coordinates turned by that angle."""
    whole = slants.level_box(core.points, angle)
    middle = slants.level_middle(core.points, angle)
    high = _letters(min(whole.height, len(core.points) / max(1, whole.width)))
    ends = max(1, round(_ENDS * high))
    return Box.between(whole.left - ends, round(middle - high / 2), whole.right + ends, round(middle + high / 2))


def _in_rows(boxes: Sequence[Box], goes_on: Callable[[Box, Box], bool]) -> list[list[int]]:
    """The numbers of the boxes, those together of which each goes on with the one to the left of it."""
    rows: list[list[int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: boxes[i].left):
        row = next((row for row in rows if goes_on(boxes[row[-1]], boxes[i])), None)
        if row is None:
            rows.append([i])
        else:
            row.append(i)
    return rows


def _beside(one: Box, other: Box) -> bool:
    """Whether one piece of a core is near another, in the same row."""
    near = other.left - one.right < _NEAR * _letters(max(one.height, other.height))
    return near and _side_by_side(one, other)


def _side_by_side(one: Box, other: Box) -> bool:
    """Whether two pieces of what is written lie in one row."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SHARED * min(one.height, other.height)


def _goes_on(one: Box, other: Box) -> bool:
    """Whether letters stand behind others of their row."""
    low, high = sorted((one.height, other.height))
    return high <= _SAME_HEIGHT * low and _side_by_side(one, other) and other.left - one.right < _NEAR * high


def _line(levels: Sequence[Box], cores: Sequence[_Core], angle: float, *, eager: bool) -> Found:
    letters = Box.around(levels)
    level = letters.grown(0, max(1, round((_LETTERS - 1) / 2 * letters.height)))
    score = float(np.average([core.score for core in cores], weights=[len(core.points) for core in cores]))
    if eager and score < SURE:
        level, score = level.grown(round(_ROOM * letters.height)), SURE
    return Found(slants.in_picture(level, angle), score, 0, angle % 360, level if angle % 90 else None)


def _within(line: Found, shape: tuple[int, ...]) -> Found:
    return replace(line, box=line.box.within(*shape[:2]))
