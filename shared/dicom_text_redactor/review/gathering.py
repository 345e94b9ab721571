"""What the page says and shows of one file: its report, and pictures of the redacted file beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.surfaces.overlays import overlay_surfaces
from dicom_text_redactor.dicom.surfaces.surface import PixelSurface
from dicom_text_redactor.errors import Internal, RedactionError, TooLarge
from dicom_text_redactor.files import Facts
from dicom_text_redactor.review.entries import Entry
from dicom_text_redactor.review.frames import chosen_frames
from dicom_text_redactor.review.modalities import OTHER, modality_of
from dicom_text_redactor.review.pictures import Shown, fitted, seen, thumbnail
from dicom_text_redactor.review.problems import (
    CHANGED_FILE,
    MISSING_FILE,
    NO_ROOM,
    OTHER_IMAGE,
    SMALLER_PICTURES,
    Problem,
)
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.silence import quietly


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the page may show.

    Attributes
    ----------
    large_side
        Longest side of a large picture, pixels.
    most_frames
        Frames of one file, 1 or more.
    settings
        What may be read at all.
    """

    large_side: int = 1600
    most_frames: int = 9
    settings: RedactionSettings = field(default_factory=RedactionSettings)


@dataclass(frozen=True, slots=True)
class Gathered:
    """One file of the page.

    Attributes
    ----------
    entry
        What its report says.
    modality
        One of a fixed list of codes.
    pictures
        The large pictures, by rising frame; `thumbnail` is a small JPEG of the first, or empty.
    problem, notices
        Why there are none, or what to know of them.
    """

    entry: Entry
    modality: str = OTHER
    pictures: tuple[Shown, ...] = ()
    thumbnail: bytes = b""
    problem: Problem | None = None
    notices: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """What the page's script gets to know of the file, without the pictures themselves."""
        report = self.entry.report
        return {
            "path": self.entry.path,
            "status": "incomplete" if self.problem else report["status"],
            "modality": self.modality,
            "image": _size(report.get("image")),
            "boxes": report.get("boxes") or [],
            "kept": report.get("kept") or [],
            "dismissed": report.get("dismissed") or [],
            "other_places": _told(report.get("other_places") or {}),
            "policy": str(report.get("policy", "")),
            "reason": self.problem.to_dict() if self.problem else report.get("reason"),
            "notices": [notice.to_dict() for notice in self.notices],
            "pictures": [{"frame": picture.frame, "view": picture.view} for picture in self.pictures],
        }


def wanted_frames(entry: Entry, most: int) -> list[int]:
    """The frames that are to be shown of a file, 0-based."""
    if not entry.shows_a_picture:
        return []
    areas = [area["frames"] for area in (*entry.report["boxes"], *entry.report["kept"])]
    return chosen_frames(entry.frames, areas, most)


@quietly()
def gather(folder: Path, entry: Entry, limits: Limits, allowance: int) -> Gathered:
    """Look at one file of the output; whatever is wrong with it is said on the page, and never raised.

    allowance: bytes that its large pictures may take together.
    """
    if not entry.shows_a_picture:
        return Gathered(entry, problem=entry.problem)
    try:
        with (folder / entry.path).open("rb") as file:
            return _gather(file, entry, limits, allowance)
    except RedactionError as error:
        problem = Problem.of(error)
    except FileNotFoundError:
        problem = MISSING_FILE
    except MemoryError:
        problem = Problem.of(TooLarge("There is not enough memory for this file."))
    except Exception as error:  # one file never takes the page with it
        problem = Problem.of(Internal(f"An unforeseen {type(error).__name__} ended the reading."))
    return Gathered(entry, problem=problem)


def _gather(file: BinaryIO, entry: Entry, limits: Limits, allowance: int) -> Gathered:
    dataset = reading.read_in_place(file, max_bytes=limits.settings.max_bytes)
    form = describe(dataset, max_pixels=limits.settings.max_pixels)
    image = entry.report["image"]
    if (form.rows, form.columns, form.frames) != (image["rows"], image["columns"], image["frames"]):
        return Gathered(entry, modality_of(dataset), problem=OTHER_IMAGE)
    surface, overlays = PixelSurface(dataset, form), overlay_surfaces(dataset, form)
    gathered = Gathered(entry, modality_of(dataset))
    frames = wanted_frames(entry, limits.most_frames)
    large: list[Shown] = []
    coarser = missing = False
    for place, frame in enumerate(frames):
        views = seen(surface, overlays, frame)
        if place == 0:
            gathered = replace(gathered, thumbnail=thumbnail(next(iter(views.values()))))
        else:
            views = dict(list(views.items())[:1])  # the other views of one frame show what they are good for
        to_come = len(frames) - 1 - place + len(views)
        for name, picture in views.items():
            share = (allowance - sum(len(each.jpeg) for each in large)) // to_come
            jpeg, coarse = fitted(picture, limits.large_side, share)
            to_come -= 1
            coarser, missing = coarser or coarse, missing or not jpeg
            if jpeg:
                large.append(Shown(frame, name, jpeg))
    notices = _notices(file, entry, coarser and bool(large), missing and not large)
    return replace(gathered, pictures=tuple(large), notices=tuple(notices))


def _notices(file: BinaryIO, entry: Entry, coarser: bool, none: bool) -> list[Problem]:
    changed = Facts.of(file).sha256 != entry.report["output"].get("sha256")
    every = ((CHANGED_FILE, changed), (SMALLER_PICTURES, coarser), (NO_ROOM, none))
    return [notice for notice, applies in every if applies]


def _size(image: Any) -> dict[str, int] | None:
    return {name: image[name] for name in ("rows", "columns", "frames")} if image else None


def _told(other_places: dict[str, Any]) -> dict[str, Any]:
    """What was removed from other places, without what was not there."""
    return {name: value for name, value in other_places.items() if value not in (0, "none")}
