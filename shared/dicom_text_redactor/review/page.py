"""The page itself: one file that needs no other, and that nothing can make fetch anything."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from dicom_text_redactor.previews.colours import as_hexadecimal
from dicom_text_redactor.review.gathering import Gathered
from dicom_text_redactor.sources import KEPT, KeptBecause, Source
from dicom_text_redactor.version import APP

PARTS = Path(__file__).with_name("page")
SCRIPTS = (
    "elements.js",
    "data.js",
    "marks.js",
    "filters.js",
    "grid.js",
    "stage.js",
    "drawing.js",
    "panel.js",
    "files.js",
    "keys.js",
    "main.js",
)
"""The script's parts in their order; they share one scope."""

_IN_MEMORY = 32 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a page: how many files are on it, by status, and how many bytes it has."""

    by_status: dict[str, int]
    length: int


def write_page(file: IO[bytes], gathered: Iterable[Gathered]) -> Written:
    """Write the page of all files, in the order in which they come, into an open file.

    What is said of the files comes first and their pictures last, so that a browser can start
    before it has read them all.
    """
    facts: list[dict[str, Any]] = []
    digest = hashlib.sha256()
    by_status: dict[str, int] = {}
    with SpooledTemporaryFile(_IN_MEMORY) as small, SpooledTemporaryFile(_IN_MEMORY) as large:
        for number, one in enumerate(gathered):
            told = one.to_dict()
            facts.append(told)
            by_status[told["status"]] = by_status.get(told["status"], 0) + 1
            output = one.entry.report.get("output") or {}
            digest.update(json.dumps([told["path"], told["status"], output.get("sha256")]).encode())
            if one.thumbnail:
                small.write(_block(f"t{number}", one.thumbnail))
            for place, picture in enumerate(one.pictures):
                large.write(_block(f"p{number}-{place}", picture.jpeg))
        head, tail = _frame({"set": digest.hexdigest()[:16], "app": APP, **_reasons(), "files": facts})
        file.write(head)
        for pictures in (small, large):
            pictures.seek(0)
            shutil.copyfileobj(pictures, file)
        file.write(tail)
        return Written(by_status, len(head) + small.tell() + large.tell() + len(tail))


def _block(name: str, jpeg: bytes) -> bytes:
    """A picture as text that the browser neither shows nor runs, until the script asks for it."""
    return b'<script type="text/plain" id="%s">%s</script>\n' % (name.encode(), base64.b64encode(jpeg))


def _frame(data: dict[str, Any]) -> tuple[bytes, bytes]:
    """What stands before and behind the pictures."""
    style = _colours() + _part("page.css")
    script = '"use strict";\n(() => {\n' + "\n".join(_part(name) for name in SCRIPTS) + "})();\n"
    page = _part("page.html")
    for mark, text in (
        ("{{policy}}", _policy(script, style)),
        ("{{app}}", APP),
        ("{{style}}", style),
        # In JSON these three stand inside strings only. ASCII, so that no odd file name breaks the page.
        ("{{data}}", json.dumps(data).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")),
        ("{{script}}", script),
    ):
        head, found, tail = page.partition(mark)
        assert found, "The template lacks a place."
        page = head + text + tail
    before, _, after = page.partition("{{pictures}}\n")
    return before.encode(), after.encode()


def _colours() -> str:
    """A rule for the outlines of each source, of a source that is not known, and of text that was kept."""
    outlines = {f"source-{source}": source.colour for source in Source}
    outlines |= {"source-other": Source.POLICY.colour, "area-kept": KEPT}
    return "".join(f".{name} {{ --mark: {as_hexadecimal(colour)}; }}\n" for name, colour in outlines.items())


def _reasons() -> dict[str, dict[str, str]]:
    """What the words of a report mean that say why an area was hidden or kept."""
    return {"sources": {one: one.says for one in Source}, "because": {one: one.says for one in KeptBecause}}


def _policy(script: str, style: str) -> str:
    """A Content Security Policy: only this script, only this style, pictures of the page's own, and no network."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")
