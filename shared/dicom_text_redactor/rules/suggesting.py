"""Which areas were hidden in most files of a device: what a person may want to write down as rules.

Of the files of a batch their reports tell where something was hidden, and their headers, which device made them. Of
those five values are looked at and told, and only where enough files share all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from pydicom import Dataset, dcmread
from pydicom.datadict import tag_for_keyword
from pydicom.multival import MultiValue

from dicom_text_redactor.model import Box
from dicom_text_redactor.report import REPORT_SUFFIX, stored
from dicom_text_redactor.review.entries import is_report
from dicom_text_redactor.rules.elements import Element, Step, plain
from dicom_text_redactor.silence import quietly
from dicom_text_redactor.sources import Source

LEAST_FILES = 20
"""Files that a group must have before anything of it is told: a device, and not one patient's examination."""
MOST = 0.5
"""Share of a group's files in which an area was hidden, from which it is one."""

KEYWORDS = "Manufacturer", "ManufacturerModelName", "SoftwareVersions"
_LEAST_SIDE = 4  # pixels; what is smaller is where boxes happen to overlap
_LARGEST = 1 << 16  # rows or columns of an image


@dataclass(frozen=True, slots=True, order=True)
class Device:
    """What tells a kind of image from others.

    Attributes
    ----------
    values
        What stands in each of `KEYWORDS`; nothing where the element is missing or empty, several values where it has
        several.
    rows, columns
        Size of the image.
    """

    values: tuple[tuple[str, ...], ...]
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Areas of one device's images, each with the number of files in which its middle was hidden."""

    device: Device
    files: int
    areas: tuple[tuple[Box, int], ...]


@dataclass(slots=True)
class Group:
    """What is known of one device: how many files, all boxes, and in how many files each pixel was hidden.

    The pixels are counted from the file on that makes the group large enough: an archive has many small groups.
    """

    files: int = 0
    boxes: set[Box] = field(default_factory=set)
    hidden: npt.NDArray[np.uint32] | None = None
    waiting: list[set[Box]] = field(default_factory=list)

    def add(self, device: Device, boxes: set[Box]) -> None:
        """One more file."""
        self.files += 1
        self.boxes |= boxes
        self.waiting.append(boxes)
        if self.files < LEAST_FILES:
            return
        if self.hidden is None:
            self.hidden = np.zeros((device.rows, device.columns), np.uint32)
        for some in self.waiting:
            here = np.zeros(self.hidden.shape, bool)
            for box in some:
                here[box.slices] = True
            self.hidden += here
        self.waiting.clear()


def groups_below(folder: Path) -> dict[Device, Group]:
    """The groups of all results in a folder; in none is a file that was refused, or is not what its report says."""
    groups: dict[Device, Group] = defaultdict(Group)
    for path in sorted(folder.rglob(f"*{REPORT_SUFFIX}")):
        report = _report_of(path)
        device = _device_of(path.with_name(path.name.removesuffix(REPORT_SUFFIX)), report) if report else None
        if report and device:
            groups[device].add(device, set(_boxes(report, device)))
    return groups


def suggestions(groups: dict[Device, Group]) -> list[Suggestion]:
    """The areas of each group that is large enough, by rising device; groups without an area are left out."""
    large = sorted(device for device, group in groups.items() if group.files >= LEAST_FILES)
    found = (Suggestion(device, groups[device].files, tuple(_areas(groups[device]))) for device in large)
    return [each for each in found if each.areas]


def _areas(group: Group) -> Iterator[tuple[Box, int]]:
    """The areas of a group: what was hidden in most files, as far as the longest box in these rows reaches."""
    if group.hidden is None:
        return
    most = (group.hidden > MOST * group.files).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(most, connectivity=4)
    for left, top, width, height, _ in stats[1:].tolist():
        core = Box(left, top, width, height)
        if min(width, height) >= _LEAST_SIDE:
            yield Box.around([core, *_in_its_rows(core, group.boxes)]), int(group.hidden[core.slices].max())


def _in_its_rows(core: Box, boxes: Iterable[Box]) -> Iterator[Box]:
    """Boxes that touch an area and mostly lie in its rows: other people's names are longer."""
    for box in boxes:
        shared = min(core.bottom, box.bottom) - max(core.top, box.top)
        if core.overlap(box) and 2 * shared > box.height:
            yield box


def _report_of(path: Path) -> dict[str, Any] | None:
    """A report of a redacted file, or None."""
    report = stored(path)
    return report if report and is_report(report) and report["status"] != "refused" else None


def _device_of(path: Path, report: dict[str, Any]) -> Device | None:
    """The device that made a redacted file; None if it cannot be read, or is another image than its report tells of."""
    rows, columns = report["image"]["rows"], report["image"]["columns"]
    try:
        with quietly():
            header = dcmread(path, stop_before_pixels=True, specific_tags=[*KEYWORDS, "Rows", "Columns"])
            if (header.get("Rows"), header.get("Columns")) != (rows, columns) or max(rows, columns) > _LARGEST:
                return None
            return Device(tuple(_values(header, keyword) for keyword in KEYWORDS), rows, columns)
    except Exception:  # damaged files make pydicom raise whatever there is
        return None


def _values(header: Dataset, keyword: str) -> tuple[str, ...]:
    value = Element((Step(tag_for_keyword(keyword) or 0),)).value(header)
    several = list(value) if isinstance(value, MultiValue) else [value]
    return tuple(text for each in several if (text := plain(each) or "")) if any(map(plain, several)) else ()


def _boxes(report: dict[str, Any], device: Device) -> Iterator[Box]:
    """What was hidden in the pixels of at least half of the frames, other than by rule."""
    for box in report["boxes"]:
        frames = sum(last - first + 1 for first, last in box["frames"])
        if box["source"] != Source.REGION_RULE and box["place"] == "pixels" and 2 * frames >= report["image"]["frames"]:
            inside = Box(*(box[side] for side in ("left", "top", "width", "height"))).within(
                device.rows, device.columns
            )
            if inside.area:
                yield inside
