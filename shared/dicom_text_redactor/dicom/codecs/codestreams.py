"""What a compressed frame says of itself, read from its first bytes without decoding it.

A decoder allocates what the codestream claims, so the claim is compared with the file's header first.
Sources: ITU-T T.81 (JPEG) and T.87 (JPEG-LS) annex B and C, T.800 (JPEG 2000) annex A, PS3.5 annex G (RLE).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import error as struct_error
from struct import unpack_from

from pydicom.uid import JPEGBaseline8Bit, RLELossless

from dicom_text_redactor.dicom.codecs import jpeg_2000
from dicom_text_redactor.dicom.codecs.syntaxes import JPEG_2000_FAMILY, JPEG_FAMILY, JPEG_LS_FAMILY
from dicom_text_redactor.errors import Damaged, TooLarge

_START_OF_FRAME = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN = 0xDA
_CODING_STYLE, _IRREVERSIBLE = 0x52, 0
_MOST_SCANS = 100  # a progressive JPEG has about ten, and each costs a pass over the whole image
_END_OF_IMAGE = b"\xff\xd9"
_SCAN = bytes([0xFF, _START_OF_SCAN])
_ADOBE = 0xEE
_WHOLE_ONLY = (JPEG_FAMILY | JPEG_LS_FAMILY) - {JPEGBaseline8Bit}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Claim:
    """What one codestream claims to hold.

    `lossy` is None where the codestream does not tell (a truncated reversible JPEG 2000 stream
    is lossy as well).
    """

    rows: int
    columns: int
    samples: int
    precision: int
    lossy: bool | None
    component_ids: tuple[int, ...] = ()
    jfif: bool = False


def claim_of(data: bytes, syntax: str) -> Claim | None:
    """The claim of one frame stored in `syntax`; RLE has none but its segments.

    Raises
    ------
    Damaged
        The bytes are no codestream of that syntax.
    """
    try:
        if syntax in JPEG_FAMILY or syntax in JPEG_LS_FAMILY:
            return _jpeg(data)
        if syntax in JPEG_2000_FAMILY:
            return _jpeg_2000(data)
    except (struct_error, IndexError):
        raise Damaged("A compressed frame is cut off.") from None
    return None


def check(data: bytes, syntax: str, shape: tuple[int, ...], bits_allocated: int) -> None:
    """Compare one compressed frame's claim with the decoded `shape` (rows, columns[, samples]).

    Raises
    ------
    Damaged
        They differ, so a decoder would fail or read something else than the header says.
    TooLarge
        Decoding the frame would cost far more than its size does.
    """
    rows, columns = shape[:2]
    samples = shape[2] if len(shape) == 3 else 1
    claim = claim_of(data, syntax)
    if claim is not None:
        if (claim.rows, claim.columns, claim.samples) != (rows, columns, samples):
            raise Damaged("A compressed frame has another size than the file's header says.")
        if claim.precision > bits_allocated:
            raise Damaged("A compressed frame has more bits than the file's header allows.")
        if syntax in _WHOLE_ONLY and _END_OF_IMAGE not in data[-64:]:
            # The decoder of JPEG-LS loops for ever on a stream without its end, the other one makes it up.
            raise Damaged("A compressed frame is cut off.")
        _check_cost(data, syntax)
    elif syntax == RLELossless:
        _check_rle(data, samples * bits_allocated // 8)


def _check_cost(data: bytes, syntax: str) -> None:
    if syntax in JPEG_2000_FAMILY:
        try:
            jpeg_2000.check_cost(data)
        except (struct_error, IndexError):
            raise Damaged("A compressed frame is cut off.") from None
    elif data.count(_SCAN) > _MOST_SCANS:
        raise TooLarge("A compressed frame is in more scans than any real image.")


def colour_of(data: bytes, syntax: str, photometric: str) -> str:
    """The colour space in which the samples of a three-sample JPEG or JPEG-LS frame come out of its decoder.

    Component ids that spell RGB and JFIF markers count for more than the file's label: pydicom
    follows the same rule, and two readers of one file must see one picture.
    """
    claim = claim_of(data, syntax)
    if claim is None:
        return photometric
    if claim.component_ids in ((82, 71, 66), (114, 103, 98)):
        return "RGB"
    if claim.jfif and "YBR" not in photometric:
        return "YBR_FULL_422" if syntax == JPEGBaseline8Bit else "YBR_FULL"
    return photometric


def without_adobe_transform(data: bytes) -> bytes:
    """A JPEG codestream whose Adobe marker no longer asks the decoder for RGB.

    DICOM's label says what the samples are; a decoder that follows the marker as well would turn
    YCbCr into RGB behind the label's back. The marker's transform byte 1 (YCbCr) and the marker
    are taken out, which leaves the samples as they are stored.
    """
    for marker, start, length in _markers(data):
        if marker == _ADOBE and data[start : start + 5] == b"Adobe" and length >= 12 and data[start + 11] == 1:
            return data[: start - 4] + data[start + length :]
    return data


def _markers(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and length of each segment up to the first scan; the length counts from the start."""
    if data[:2] != b"\xff\xd8":
        raise Damaged("A compressed frame is no JPEG codestream.")
    position = 2
    while True:
        if data[position] != 0xFF:
            raise Damaged("A compressed frame's markers do not follow each other.")
        while data[position] == 0xFF:
            position += 1
        marker = data[position]
        position += 1
        if marker in _ALONE:
            continue
        (length,) = unpack_from(">H", data, position)
        yield marker, position + 2, length - 2
        if marker == _START_OF_SCAN:
            return
        position += length


def _jpeg(data: bytes) -> Claim:
    size: tuple[int, int, int] | None = None
    kind = 0
    ids: tuple[int, ...] = ()
    jfif = False
    near = 0
    for marker, start, length in _markers(data):
        if marker in _START_OF_FRAME:
            kind = marker
            precision, rows, columns, samples = unpack_from(">BHHB", data, start)
            size = rows, columns, precision
            ids = tuple(data[start + 6 + 3 * i] for i in range(samples))
        elif 0xE0 <= marker <= 0xEF and data[start : start + 4] == b"JFIF":
            jfif = True
        elif marker == _START_OF_SCAN:
            near = data[start + length - 3]
    if size is None:
        raise Damaged("A compressed frame does not state its size.")
    lossless = kind == 0xC3 or (kind == 0xF7 and near == 0)
    return Claim(size[0], size[1], len(ids), size[2], not lossless, ids, jfif)


def _jpeg_2000(data: bytes) -> Claim:
    begin = jpeg_2000.begin_of(data)
    size = jpeg_2000.size_of(data, begin)
    lossy: bool | None = None
    for place in jpeg_2000.coding_styles(data, begin):
        if data[place + 1] == _CODING_STYLE:
            lossy = True if data[place + 13] == _IRREVERSIBLE else None
    return Claim(size.rows, size.columns, size.samples, size.precision, lossy)


def _check_rle(data: bytes, segments: int) -> None:
    if len(data) < 64:
        raise Damaged("A compressed frame is cut off.")
    count, *offsets = unpack_from("<16L", data)
    used = offsets[:count]
    if count != segments or used != sorted(used) or not used or used[0] < 64 or used[-1] > len(data):
        raise Damaged("A compressed frame's RLE segments do not fit the file's header.")
