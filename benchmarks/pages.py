"""Tables in the pages: each stands between two markers and is replaced as a whole."""

from __future__ import annotations

from pathlib import Path

Markers = tuple[str, str]

SPEED: Markers = "<!-- speed -->", "<!-- /speed -->"
JUDGING: Markers = "<!-- judging -->", "<!-- /judging -->"
COMPARISON: Markers = "<!-- comparison -->", "<!-- /comparison -->"


def put(table: str, page: Path, markers: Markers) -> None:
    """Replace what stands between the two `markers` of `page`.

    Raises
    ------
    ValueError
        The page does not hold each of the markers once, in their order.
    """
    start, end = markers
    text = page.read_text(encoding="utf-8")
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        raise ValueError(f"The page needs one {start} and, below it, one {end}.")
    before, rest = text.split(start)
    _, after = rest.split(end)
    page.write_text(f"{before}{start}\n{table}{end}{after}", encoding="utf-8")


def standing(page: Path, markers: Markers) -> str:
    """What stands between the two markers of a page."""
    start, end = markers
    return page.read_text(encoding="utf-8").split(f"{start}\n")[1].split(end)[0]
