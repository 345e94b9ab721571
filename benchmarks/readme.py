"""The places of tables in the README: between two markers, replaced as a whole."""

from __future__ import annotations

from pathlib import Path

START, END = "<!-- speed -->", "<!-- /speed -->"
RECALL = "<!-- recall -->", "<!-- /recall -->"


def put(table: str, page: Path, markers: tuple[str, str] = (START, END)) -> None:
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
