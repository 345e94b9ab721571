"""The transfer syntaxes: which can be read, with which decoder, and what a changed image is stored as.

A codec is one row of the table. What is not in the table is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydicom import Dataset
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from shared.errors import Damaged, Unsupported


@dataclass(frozen=True, slots=True)
class Codec:
    """How one transfer syntax is read, and what it becomes when pixels change.

    Attributes
    ----------
    syntax
        Transfer Syntax UID.
    decoder
        pydicom's decoding plugin; empty for native syntaxes.
    outputs
        Syntaxes for a changed image, the first one that can hold it exactly is taken. The syntax
        itself stands first where it is lossless and can be encoded here, so that untouched frames
        keep their bytes. Explicit VR Little Endian stands last: it holds everything.
    encoder
        pydicom's encoding plugin, or an empty string where nothing encodes this syntax here.
    """

    syntax: UID
    decoder: str = ""
    outputs: tuple[UID, ...] = ()
    encoder: str = ""

    @property
    def native(self) -> bool:
        """Whether the pixels lie in the file as they are."""
        return not self.decoder


# One decoder for each syntax, so that the same file always gives the same samples. GDCM stops the
# whole process on some damaged streams; it is asked only where nothing else can decode.
_JPEG_LS = (JPEGLSLossless, ExplicitVRLittleEndian)
_JPEG_2000 = (JPEG2000Lossless, ExplicitVRLittleEndian)
_ROWS = (
    Codec(ImplicitVRLittleEndian, outputs=(ImplicitVRLittleEndian,)),
    Codec(ExplicitVRLittleEndian, outputs=(ExplicitVRLittleEndian,)),
    Codec(DeflatedExplicitVRLittleEndian, outputs=(DeflatedExplicitVRLittleEndian,)),
    Codec(ExplicitVRBigEndian, outputs=(ExplicitVRBigEndian,)),
    Codec(RLELossless, "pylibjpeg", (RLELossless, ExplicitVRLittleEndian), "pylibjpeg"),
    Codec(JPEGBaseline8Bit, "pillow", _JPEG_LS),
    Codec(JPEGExtended12Bit, "pillow", _JPEG_LS),
    Codec(JPEGLossless, "gdcm", _JPEG_LS),
    Codec(JPEGLosslessSV1, "gdcm", _JPEG_LS),
    Codec(JPEGLSLossless, "pyjpegls", _JPEG_LS, "pyjpegls"),
    Codec(JPEGLSNearLossless, "pyjpegls", _JPEG_LS),
    Codec(JPEG2000Lossless, "pylibjpeg", _JPEG_2000, "pylibjpeg"),
    Codec(JPEG2000, "pylibjpeg", _JPEG_2000),
    Codec(HTJ2KLossless, "pylibjpeg", _JPEG_2000),
    Codec(HTJ2KLosslessRPCL, "pylibjpeg", _JPEG_2000),
    Codec(HTJ2K, "pylibjpeg", _JPEG_2000),
)
CODECS = {row.syntax: row for row in _ROWS}
JPEG_FAMILY = frozenset({JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1})
HTJ2K_FAMILY = frozenset({HTJ2KLossless, HTJ2KLosslessRPCL, HTJ2K})
JPEG_2000_FAMILY = frozenset({JPEG2000Lossless, JPEG2000}) | HTJ2K_FAMILY
JPEG_LS_FAMILY = frozenset({JPEGLSLossless, JPEGLSNearLossless})


def codec_of(syntax: str) -> Codec:
    """The table's row for a transfer syntax.

    Raises
    ------
    Unsupported
        There is none.
    """
    try:
        return CODECS[UID(syntax)]
    except KeyError:
        raise Unsupported("The pixels are stored in a transfer syntax that cannot be decoded here.") from None


def syntax_of(dataset: Dataset) -> UID:
    """The transfer syntax in which `dataset` holds its pixels.

    It stands in the file meta information; without that, what pydicom found out while reading
    tells the native syntaxes apart.

    Raises
    ------
    Damaged
        The file names no transfer syntax and its pixels are compressed, or it names several.
    """
    named = getattr(dataset, "file_meta", Dataset()).get("TransferSyntaxUID")
    if named:
        if not isinstance(named, str):
            raise Damaged("The file names more than one transfer syntax.")
        return UID(named)
    implicit, little = dataset.original_encoding
    element = dataset.get_item("PixelData")
    if element is not None and bytes(element.value or b"")[:4] == b"\xfe\xff\x00\xe0":
        raise Damaged("The pixels are compressed, and the file does not say how.")
    if little is False:
        return ExplicitVRBigEndian
    return ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
