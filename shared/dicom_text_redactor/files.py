"""Files that appear whole or not at all, and what is told of a file's bytes."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from dicom_text_redactor.workers import Workers

_PIECE = 1 << 20
_IN_MEMORY = 32 << 20
_LONG = 1 << 18  # bytes from which a thread of its own is worth its start


_owner = ""


def name_drafts(owner: str) -> None:
    """Let the names of this process's drafts tell `owner`, who clears them away when the process is gone."""
    global _owner
    _owner = owner


def clear_drafts(folder: Path, owner: str) -> None:
    """Remove what dead processes of that owner were writing in `folder`."""
    for draft in folder.glob(f".{owner}*.tmp"):
        draft.unlink(missing_ok=True)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` when the block ends well, and vanishes when it does not."""
    draft = path.with_name(f".{_owner}{secrets.token_hex(8)}.tmp")
    try:
        with draft.open("xb") as file:
            yield file
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def appending(target: BinaryIO) -> Iterator[IO[bytes]]:
    """A file to write whose bytes stand in `target` when the block ends well; when it does not, `target` is as it was.

    They go there directly where they can be cut off again: behind everything that `target` holds already.
    """
    if not _is_at_its_end(target):
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as draft:
            yield cast("IO[bytes]", draft)
            draft.seek(0)
            shutil.copyfileobj(draft, target, _PIECE)
        return
    begin = target.tell()
    try:
        yield target
    except BaseException:
        with suppress(OSError):  # what failed first is what counts
            target.seek(begin)
            target.truncate()
        raise


def _is_at_its_end(target: BinaryIO) -> bool:
    try:
        here = target.tell()
        end = target.seek(0, os.SEEK_END)
        target.seek(here)
        return here == end
    except (OSError, AttributeError):
        return False


class _Digest:
    """The SHA-256 of pieces that come one after the other: of long ones it is worked out while the next one comes."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._aside = Workers(1)
        self._pending: Future[None] | None = None

    def update(self, piece: bytes) -> None:
        """Take the next piece, which nobody may change."""
        self._wait()
        if len(piece) < _LONG:
            self._sha256.update(piece)
        else:
            self._pending = self._aside.submit(self._sha256.update, piece)

    def hexdigest(self) -> str:
        """The digest of all pieces so far."""
        self._wait()
        return self._sha256.hexdigest()

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()
            self._pending = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells one content of a file from another: its length in bytes, and its SHA-256."""

    length: int
    sha256: str

    @classmethod
    def of(cls, file: BinaryIO) -> Facts:
        """The facts of a file from its begin to its end, wherever it stands now."""
        file.seek(0)
        length, digest = 0, _Digest()
        while piece := file.read(_PIECE):
            digest.update(piece)
            length += len(piece)
        return cls(length, digest.hexdigest())


class Onward:
    """A file that passes on what is written, from its begin to its end; subclasses say how, in `_pass_on`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._length = 0

    def write(self, data: bytes) -> int:
        """Write `data` behind what was written before."""
        self._pass_on(data)
        self._length += len(data)
        return len(data)

    def _pass_on(self, data: bytes) -> None:
        self._file.write(data)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._length

    def seek(self, *_: int) -> int:
        """There is no way back.

        Raises
        ------
        OSError
            Always.
        """
        raise OSError("The file can only be written from its begin to its end.")


class Noting(Onward):
    """A file that passes on what is written as it is, and takes note of the facts."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self._digest = _Digest()

    def _pass_on(self, data: bytes) -> None:
        self._digest.update(data)
        super()._pass_on(data)

    def facts(self) -> Facts:
        """The facts of what was written so far."""
        return Facts(self._length, self._digest.hexdigest())


class Nowhere(Onward):
    """A file that forgets what is written to it."""

    def __init__(self) -> None:
        super().__init__(BytesIO())

    def _pass_on(self, data: bytes) -> None:
        pass

    def seek(self, *_: int) -> int:
        """It always stands at its end."""
        return self._length

    def truncate(self, *_: int) -> int:
        """There is nothing to cut off."""
        return self._length
