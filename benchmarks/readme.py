"""The table's place in the README: between two markers, replaced as a whole."""

from __future__ import annotations

from pathlib import Path

START, END = "<!-- speed -->", "<!-- /speed -->"


def put(table: str, page: Path) -> None:
    """Replace what stands between the markers of `page`.

    Raises
    ------
    ValueError
        The page does not hold each of the markers once, in their order.
    """
    text = page.read_text(encoding="utf-8")
    if text.count(START) != 1 or text.count(END) != 1 or text.index(START) > text.index(END):
        raise ValueError(f"The page needs one {START} and, below it, one {END}.")
    before, rest = text.split(START)
    _, after = rest.split(END)
    page.write_text(f"{before}{START}\n{table}{END}{after}", encoding="utf-8")
