"""dentdeid, as a process that is measured: reads, cleans and writes a file, as `dentdeid run` does by default.

Runs in an environment of its own (dentdeid-requirements.txt). It cleans the header as well, and renames the file.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from dentdeid import DeIdentifier

from benchmarks.serving import serve


class Quarantined(Exception):
    """One of its own checks failed, or could not run: it says that the file is not safe to share."""


class NotWritten(Exception):
    """It could not process the file."""


def main() -> None:
    """Serve until standard input ends."""
    program = DeIdentifier("share")

    def work(source: Path, target: Path) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            program.run([source], folder)
            written = [*Path(folder).rglob("*.dcm")]
            if not written:
                raise NotWritten
            (file,) = written
            if file.is_relative_to(Path(folder, "quarantine")):
                raise Quarantined
            shutil.move(file, target)
        return {}

    serve(work)


if __name__ == "__main__":
    main()
