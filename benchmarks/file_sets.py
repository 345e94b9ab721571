"""The sets of single frames on which both programs are timed: files of our own, made screens, and real images."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydicom import dcmread

from benchmarks.phantoms import files, printed, sets


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files of one frame each.

    Attributes
    ----------
    key
        ``own``, ``screens`` or ``real``.
    title
        What they are called in tables, after their number.
    files
        The name of each in the results, which tells nothing but what device made it, and where it lies.
    """

    key: str
    title: str
    files: tuple[tuple[str, Path], ...]


def own(count: int, seed: int, folder: Path) -> FileSet:
    """Files with few words, made from the seed in `folder`."""
    made = tuple((plan.name, files.write(plan, folder / "own")) for plan in sets.singles(count, seed))
    return FileSet("own", "generated files", made)


def screens(count: int, seed: int, folder: Path) -> FileSet:
    """Screens with many words over made-up matter, made from the seed in `folder`."""
    made = []
    for number, screen in enumerate(printed.crowded(count, seed)):
        name = f"{number:02d}-{screen.kind.split('/')[0]}"
        made.append((name, printed.write(screen, name, folder / "screens")))
    return FileSet("screens", f"screens of {printed.FEWEST} to {printed.MOST} words", tuple(made))


def real(folder: Path) -> FileSet:
    """The files ``*.dcm`` of a folder that have a single frame.

    Raises
    ------
    SystemExit
        There are none.
    """
    found: list[tuple[str, Path]] = []
    for path in sorted(folder.absolute().glob("*.dcm")):
        header = dcmread(path, stop_before_pixels=True, specific_tags=["NumberOfFrames", "Modality"])
        if int(header.get("NumberOfFrames") or 1) == 1:
            found.append((f"{len(found):02d}-{str(header.get('Modality') or 'none').lower()}", path))
    if not found:
        raise SystemExit("The folder of real images holds no file NAME.dcm of one frame.")
    return FileSet("real", "real images", tuple(found))
