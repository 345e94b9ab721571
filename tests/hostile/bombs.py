"""Small files that ask for much: memory, time, depth. Run as a program it says what each of them cost.

python -m tests.hostile.bombs NAME…    one line of JSON for each, in a process with little memory
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zlib
from collections.abc import Callable
from dataclasses import asdict
from struct import pack, unpack_from

import pytest
from pydicom import Dataset
from pydicom.encaps import encapsulate, generate_frames

from dicom_text_redactor.dicom.files import bounds
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.phi import identity
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from tests.dicom.images import HT, IMPLICIT, J2K, JLS, JPEG, LITTLE, RLE, SV1, Made, made
from tests.hostile.elements import elements, join_element
from tests.hostile.stamping import stamp
from tests.hostile.trial import attempt

MAX_BYTES = 32 << 20
MOST_MB = 700.0
LIMIT_S = 30.0
_DEADLINE_S = 200.0  # of any time, on a machine that has other work to do
_ADDRESS_SPACE = 6 << 30
_FEWER_READS = 80_000  # a tenth of what a file may take: the bound is the same, and is met ten times as soon
_FEWER_NAMES = 2_000
_ITEM = pack("<HHL", 0xFFFE, 0xE000, 0)
_UNDEFINED = 0xFFFFFFFF
_ENDS = pack("<HHLHHL", 0xFFFE, 0xE00D, 0, 0xFFFE, 0xE0DD, 0)


def file_of(dataset: Dataset) -> bytes:
    """The dataset as a file."""
    file = io.BytesIO()
    save(dataset, file)
    return file.getvalue()


def _with(added: bytes, what: Made | None = None) -> bytes:
    """An image with elements of group 9 or less in front of its group 28."""
    data = file_of(made(what or Made("grey")))
    place = next(span.start for span in elements(data) if span.group == 0x0028)
    return data[:place] + added + data[place:]


def _sequence(value: bytes, vr: bytes = b"SQ", length: int | None = None) -> bytes:
    return join_element("<", True, 0x0008, 0x1140, vr, value, length)


def _nested(depth: int, vr: bytes) -> bytes:
    body = b""
    for _ in range(depth):
        item = pack("<HHL", 0xFFFE, 0xE000, len(body)) + body
        # The items of a sequence of unknown representation are in Implicit VR (PS3.5 6.2.2).
        body = pack("<HHL", 0x0008, 0x1140, len(item)) + item
    return _sequence(pack("<HHL", 0xFFFE, 0xE000, len(body)) + body, vr) if vr == b"UN" else _explicitly_nested(depth)


def _explicitly_nested(depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = _sequence(pack("<HHL", 0xFFFE, 0xE000, _UNDEFINED) + body + _ENDS, length=_UNDEFINED)
    return body


def _deflated(size: int) -> bytes:
    data = file_of(made(Made("grey")))
    syntax = next(span for span in elements(data) if (span.group, span.number) == (2, 0x10))
    data = syntax.with_value(data, b"1.2.840.10008.1.2.1.99")
    (length,) = unpack_from("<L", data, 140)
    length += 2
    data = data[:140] + pack("<L", length) + data[144:]
    deflater = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    head = deflater.compress(join_element("<", True, 0x0009, 0x1001, b"OB", b"", size))
    body = b"".join(deflater.compress(bytes(1 << 20)) for _ in range(size >> 20))
    return data[: 144 + length] + head + body + deflater.compress(data[144 + length :]) + deflater.flush()


def _compressed(what: Made, change: Callable[[bytes], bytes]) -> bytes:
    """An image whose codestream was changed; its header stays as it was."""
    dataset = made(what)
    stream = next(generate_frames(dataset.PixelData, number_of_frames=1))
    dataset["PixelData"].value = encapsulate([change(stream)])
    return file_of(dataset)


def _claiming(marker: bytes, offset: int, size: bytes) -> Callable[[bytes], bytes]:
    """Another size in the segment behind `marker`."""

    def change(stream: bytes) -> bytes:
        place = stream.index(marker) + offset
        return stream[:place] + size + stream[place + len(size) :]

    return change


def _behind_a_decoy(stream: bytes) -> bytes:
    """A JP2 file whose first box is no codestream and looks like one of the right size; the true one is huge."""
    decoy = pack(">L4s", 8 + 16 + len(stream), b"uuid") + bytes(16) + stream
    huge = _claiming(b"\xff\x51", 6, pack(">LL", 60_000, 60_000))(stream)
    signature = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + pack(">L4s4sL4s", 20, b"ftyp", b"jp2 ", 0, b"jp2 ")
    return signature + decoy + pack(">L4s", 8 + len(huge), b"jp2c") + huge


def _in_many_layers(stream: bytes) -> bytes:
    """65,535 layers of precincts of one pixel."""
    place = stream.index(b"\xff\x52")
    (length,) = unpack_from(">H", stream, place + 2)
    levels = stream[place + 9]
    style = pack(">BBHB", 1, 0, 65535, 0) + stream[place + 9 : place + 14] + bytes(levels + 1)
    return stream[:place] + b"\xff\x52" + pack(">H", 2 + len(style)) + style + stream[place + 2 + length :]


def _in_many_scans(stream: bytes) -> bytes:
    place = stream.index(b"\xff\xda")
    scan = stream[place : stream.rindex(b"\xff\xd9")]
    return stream[:place] + scan * 500 + b"\xff\xd9"


def _rows_and_columns(what: Made, rows: int, columns: int, frames: int | None = None) -> bytes:
    dataset = made(what)
    dataset.Rows, dataset.Columns = rows, columns
    if frames:
        dataset.NumberOfFrames = frames
    return file_of(dataset)


def _claiming_gigabytes() -> bytes:
    data = file_of(made(Made("grey")))
    return next(span for span in elements(data) if span.group == 0x7FE0).with_length(data, 3_000_000_000)


def _in_pieces() -> bytes:
    dataset = made(Made("pieces", RLE))
    dataset["PixelData"].value = dataset.PixelData + _ITEM * 600_000
    return file_of(dataset)


def _of_many_names() -> bytes:
    dataset = made(Made("grey", IMPLICIT))
    dataset.OtherPatientNames = [f"Nn{number:05x}^Qq{number:05x}" for number in range(2_000)]
    return file_of(dataset)


def _of_a_huge_palette() -> bytes:
    dataset = made(Made("palette", LITTLE, "PALETTE COLOR"))
    dataset.RedPaletteColorLookupTableData = bytes(range(256)) * 2 + bytes(20 << 20)
    return file_of(dataset)


def _of_a_bottomless_palette() -> bytes:
    """Indirect segments that lead to themselves."""
    dataset = made(Made("palette", LITTLE, "PALETTE COLOR", palette="segments"))
    for colour in ("Red", "Green", "Blue"):
        dataset[f"Segmented{colour}PaletteColorLookupTableData"].value = pack("<4H", 2, 65535, 0, 0) * 1000
    return file_of(dataset)


def _of_many_frames() -> bytes:
    return file_of(made(Made("frames", LITTLE, rows=2, columns=2, frames=2_000)))


GREY = Made("grey")
_HUGE_JPEG = pack(">HH", 65500, 65500)
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a million empty items": ("too-large", lambda: _with(_sequence(_ITEM * 1_000_000))),
    "a million empty items without a length": (
        "too-large", lambda: _with(_sequence(_ITEM * 1_000_000 + _ENDS[8:], length=_UNDEFINED)),
    ),
    "items without an end": ("too-large", lambda: _with(_sequence(_ITEM * 1_000_000, length=_UNDEFINED))),
    "a million items of unknown representation": ("too-large", lambda: _with(_sequence(_ITEM * 8000 * 100, b"UN"))),
    "private elements": (
        "too-large",
        lambda: _with(b"".join(join_element("<", True, 9, 0x1000 + i, b"LO", b"") for i in range(0xE000)) * 2),
    ),
    "3,000 sequences in each other": ("damaged", lambda: _with(_nested(3000, b"SQ"))),
    "1,000 of unknown representation in each other": ("damaged", lambda: _with(_nested(1000, b"UN"))),
    "deflated zeros": ("too-large", lambda: _deflated(200 << 20)),
    "gigabytes that are not there": ("damaged", _claiming_gigabytes),
    "65,535 rows and columns": ("too-large", lambda: _rows_and_columns(GREY, 65535, 65535)),
    "rows and columns without pixels": ("damaged", lambda: _rows_and_columns(GREY, 4000, 4000)),
    "2,147,483,647 frames": ("too-large", lambda: _rows_and_columns(GREY, 1, 1, 2**31 - 1)),
    "frames of one pixel": ("too-large", lambda: _rows_and_columns(GREY, 1, 1, 300_000)),
    "2,000 frames": ("redacted", _of_many_frames),
    "JPEG 2000 of another size": (
        "damaged", lambda: _compressed(Made("j", J2K), _claiming(b"\xff\x51", 6, pack(">LL", 60_000, 60_000))),
    ),
    "JPEG 2000 behind a decoy": ("damaged", lambda: _compressed(Made("j", J2K), _behind_a_decoy)),
    "HTJ2K of another size": (
        "damaged", lambda: _compressed(Made("h", HT), _claiming(b"\xff\x51", 6, pack(">LL", 60_000, 60_000))),
    ),
    "JPEG of another size": ("damaged", lambda: _compressed(Made("j", JPEG), _claiming(b"\xff\xc0", 5, _HUGE_JPEG))),
    "JPEG Lossless of another size": (
        "damaged", lambda: _compressed(Made("l", SV1), _claiming(b"\xff\xc3", 5, _HUGE_JPEG)),
    ),
    "JPEG-LS of another size": ("damaged", lambda: _compressed(Made("l", JLS), _claiming(b"\xff\xf7", 5, _HUGE_JPEG))),
    "RLE with other segments": ("damaged", lambda: _compressed(Made("r", RLE), lambda data: pack("<L", 15) + data[4:])),
    "RLE that unfolds to a gigabyte": (
        "redacted", lambda: _compressed(Made("r", RLE), lambda stream: stream + b"\x81\x00" * 8_000_000),
    ),
    "JPEG 2000 in tiles of one pixel": (
        "too-large",
        lambda: _compressed(Made("t", J2K, rows=200, columns=200), _claiming(b"\xff\x51", 22, pack(">LL", 1, 1))),
    ),
    "JPEG 2000 in 65,535 layers": ("too-large", lambda: _compressed(Made("l", J2K), _in_many_layers)),
    "JPEG in 500 scans": ("too-large", lambda: _compressed(Made("s", JPEG), _in_many_scans)),
    "600,000 pieces": ("too-large", _in_pieces),
    "4,000 names": ("too-large", _of_many_names),
    "a palette of 20 megabytes": ("redacted", _of_a_huge_palette),
    "a palette that leads to itself": ("damaged", _of_a_bottomless_palette),
}  # fmt: skip


def main() -> None:
    """Try the bombs that are named, one after the other."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    redactor = Redactor(RedactionSettings(ner_model="", max_bytes=MAX_BYTES, timeout_s=_DEADLINE_S))
    attempt(redactor, file_of(made(GREY)), MOST_MB)
    with pytest.MonkeyPatch.context() as patch:
        stamp(patch)
        patch.setattr(bounds, "MOST_READS", _FEWER_READS)
        patch.setattr(identity, "_MOST", _FEWER_NAMES)
        for name in sys.argv[1:]:
            print(json.dumps({"name": name, **asdict(attempt(redactor, BOMBS[name][1](), MOST_MB))}), flush=True)


if __name__ == "__main__":
    main()
