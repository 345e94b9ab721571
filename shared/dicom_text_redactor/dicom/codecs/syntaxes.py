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

from dicom_text_redactor.errors import Damaged, Unsupported

ENCAPSULATED_UNCOMPRESSED = UID("1.2.840.10008.1.2.1.98")
_VIDEOS = ("1.2.840.10008.1.2.4.10", "1.2.840.10008.1.2.7.")  # MPEG-2, MPEG-4, HEVC, and SMPTE ST 2110


@dataclass(frozen=True, slots=True)
class Codec:
    """How one transfer syntax is read, and what it becomes when pixels change.

    Attributes
    ----------
    syntax
        Transfer Syntax UID.
    decoder
        What decodes its frames: a plugin of pydicom, or a module of this package where pydicom
        has none that is sound (`dicom_text_redactor.dicom.pixels.frames` tells which). Empty for native syntaxes.
    outputs
        Syntaxes for a changed image, the first one that can hold it exactly is taken. The syntax
        itself stands first where it is lossless and can be encoded here, so that untouched frames
        keep their bytes. Explicit VR Little Endian stands last: it holds everything.
    encoder
        What encodes frames losslessly in this syntax, named alike (`dicom_text_redactor.dicom.codecs.encoding` tells
        which); empty where nothing does it here.
    lossy
        Whether the syntax may hold lossy frames beside lossless ones.
    """

    syntax: UID
    decoder: str = ""
    outputs: tuple[UID, ...] = ()
    encoder: str = ""
    lossy: bool = False

    @property
    def native(self) -> bool:
        """Whether the pixels lie in the file as they are."""
        return not self.decoder


# One decoder for each syntax, so that the same file always gives the same samples.
_ELSE = ExplicitVRLittleEndian
_JPEG_LS = (JPEGLSLossless, _ELSE)
_JPEG_2000 = (JPEG2000Lossless, _ELSE)
_ROWS = (
    Codec(ImplicitVRLittleEndian, outputs=(ImplicitVRLittleEndian,)),
    Codec(ExplicitVRLittleEndian, outputs=(ExplicitVRLittleEndian,)),
    Codec(DeflatedExplicitVRLittleEndian, outputs=(DeflatedExplicitVRLittleEndian,)),
    Codec(ExplicitVRBigEndian, outputs=(ExplicitVRBigEndian,)),
    Codec(ENCAPSULATED_UNCOMPRESSED, "plain", (ENCAPSULATED_UNCOMPRESSED, _ELSE), "plain"),
    Codec(RLELossless, "pylibjpeg", (RLELossless, _ELSE), "pylibjpeg"),
    Codec(JPEGBaseline8Bit, "pillow", _JPEG_LS, lossy=True),
    Codec(JPEGExtended12Bit, "libjpeg-turbo", _JPEG_LS, lossy=True),
    Codec(JPEGLossless, "libjpeg-turbo", (JPEGLossless, *_JPEG_LS), "libjpeg-turbo"),
    Codec(JPEGLosslessSV1, "libjpeg-turbo", (JPEGLosslessSV1, *_JPEG_LS), "libjpeg-turbo"),
    Codec(JPEGLSLossless, "pyjpegls", _JPEG_LS, "pyjpegls"),
    Codec(JPEGLSNearLossless, "pyjpegls", (JPEGLSNearLossless, *_JPEG_LS), "pyjpegls", lossy=True),
    Codec(JPEG2000Lossless, "pylibjpeg", _JPEG_2000, "pylibjpeg"),
    Codec(JPEG2000, "pylibjpeg", (JPEG2000, *_JPEG_2000), "pylibjpeg", lossy=True),
    Codec(HTJ2KLossless, "pylibjpeg", (HTJ2KLossless, *_JPEG_2000), "openjph"),
    Codec(HTJ2KLosslessRPCL, "pylibjpeg", (HTJ2KLosslessRPCL, *_JPEG_2000), "openjph"),
    Codec(HTJ2K, "pylibjpeg", (HTJ2K, HTJ2KLossless, *_JPEG_2000), "openjph", lossy=True),
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
        raise Unsupported(_why_not(syntax)) from None


def _why_not(syntax: str) -> str:
    if syntax.startswith(_VIDEOS):
        return "The pixels are a video, whose frames cannot be changed one by one."
    return "The pixels are stored in a transfer syntax that cannot be decoded here."


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
    if element is not None and bytes((element.value or b"")[:4]) == b"\xfe\xff\x00\xe0":
        raise Damaged("The pixels are compressed, and the file does not say how.")
    if little is False:
        return ExplicitVRBigEndian
    return ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
