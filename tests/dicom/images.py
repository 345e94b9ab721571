"""Images for the tests: made here, form by form, or shipped inside pydicom's wheel."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
from imagecodecs import JPEG8, htj2k_encode, jpeg8_encode
from PIL import Image
from pydicom import Dataset
from pydicom.data import get_testdata_files
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import (
    UID,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from dicom_text_redactor.model import Pixels

MANY_BYTES = 2**31
MANY_PIXELS = 10**9


@dataclass(frozen=True)
class Made:
    """What an image is made of; `pixels` are drawn from a seed."""

    name: str
    syntax: UID = ExplicitVRLittleEndian
    photometric: str = "MONOCHROME2"
    rows: int = 32
    columns: int = 40
    frames: int = 1
    allocated: int = 8
    stored: int = 8
    signed: bool = False
    planar: int = 0
    vr: str = "OW"
    high_bit: int | None = None
    keyword: str = "PixelData"
    palette: str = "words"

    @property
    def shift(self) -> int:
        return 0 if self.high_bit is None else self.high_bit + 1 - self.stored

    @property
    def floating(self) -> bool:
        return self.keyword != "PixelData"

    @property
    def samples(self) -> int:
        return 1 if self.photometric in ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR") else 3

    @property
    def dtype(self) -> np.dtype[np.generic]:
        if self.floating:
            return np.dtype(f"f{self.allocated // 8}")
        return np.dtype(f"{'i' if self.signed else 'u'}{max(1, self.allocated // 8)}")


LITTLE, BIG, IMPLICIT = ExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian
RLE, J2K, JLS, JPEG = RLELossless, JPEG2000Lossless, JPEGLSLossless, JPEGBaseline8Bit
LJPEG, SV1, HT, RPCL = JPEGLossless, JPEGLosslessSV1, HTJ2KLossless, HTJ2KLosslessRPCL

FORMS = (
    Made("grey 8", LITTLE),
    Made("grey 8 odd length", LITTLE, rows=31, columns=33, vr="OB"),
    Made("grey 8 odd length, frames", LITTLE, rows=31, columns=33, frames=3, vr="OB"),
    Made("grey 8 implicit", IMPLICIT),
    Made("grey 8 big endian OB", BIG, rows=31, columns=33, frames=3, vr="OB"),
    Made("grey 8 big endian OW", BIG, rows=31, columns=33, frames=3),
    Made("grey 1", LITTLE, allocated=1, stored=1),
    Made("grey 1 unaligned frames", LITTLE, rows=7, columns=9, frames=5, allocated=1, stored=1),
    Made("grey 1 big endian", BIG, rows=7, columns=9, frames=5, allocated=1, stored=1),
    Made("grey 12 of 16", LITTLE, allocated=16, stored=12),
    Made("grey 12 of 16 signed", LITTLE, allocated=16, stored=12, signed=True),
    Made("grey 16 signed big endian", BIG, allocated=16, stored=16, signed=True, frames=2),
    Made("grey 32", LITTLE, allocated=32, stored=32, frames=2),
    Made("grey inverse", LITTLE, "MONOCHROME1", allocated=16, stored=10),
    Made("palette", LITTLE, "PALETTE COLOR"),
    Made("palette 16", LITTLE, "PALETTE COLOR", allocated=16, stored=16),
    Made("rgb", LITTLE, "RGB", frames=2),
    Made("rgb by planes", LITTLE, "RGB", frames=2, planar=1),
    Made("rgb by planes odd big endian", BIG, "RGB", rows=31, columns=33, frames=3, planar=1),
    Made("rgb 16", LITTLE, "RGB", allocated=16, stored=16),
    Made("ybr full", LITTLE, "YBR_FULL"),
    Made("ybr full by planes", LITTLE, "YBR_FULL", planar=1),
    Made("ybr full 422", LITTLE, "YBR_FULL_422", frames=2),
    Made("rle grey", RLE, frames=3),
    Made("rle grey 12 of 16 signed", RLE, allocated=16, stored=12, signed=True, frames=2),
    Made("rle grey 32", RLE, allocated=32, stored=32),
    Made("rle palette", RLE, "PALETTE COLOR", frames=3),
    Made("rle rgb odd", RLE, "RGB", rows=31, columns=33, frames=3),
    Made("rle ybr", RLE, "YBR_FULL", frames=2),
    Made("jpeg-ls grey", JLS, frames=3),
    Made("jpeg-ls grey 7", JLS, stored=7),
    Made("jpeg-ls grey 12 of 16 signed", JLS, allocated=16, stored=12, signed=True, frames=2),
    Made("jpeg-ls grey 16 signed", JLS, allocated=16, stored=16, signed=True),
    Made("jpeg-ls palette", JLS, "PALETTE COLOR"),
    Made("jpeg-ls rgb", JLS, "RGB", rows=31, columns=33, frames=3),
    Made("jpeg-ls ybr", JLS, "YBR_FULL"),
    Made("jpeg 2000 grey", J2K, frames=3),
    Made("jpeg 2000 grey 12 of 16 signed", J2K, allocated=16, stored=12, signed=True),
    Made("jpeg 2000 rgb", J2K, "RGB", frames=2),
    Made("jpeg 2000 rgb 16", J2K, "RGB", allocated=16, stored=16),
    Made("jpeg 2000 rct", J2K, "YBR_RCT", frames=2),
    Made("htj2k grey", HT, frames=3),
    Made("htj2k grey odd", RPCL, rows=31, columns=33, frames=2),
    Made("htj2k palette", HT, "PALETTE COLOR"),
    Made("htj2k grey 12 of 16", RPCL, allocated=16, stored=12),
    Made("htj2k grey 12 of 16 signed", HT, allocated=16, stored=12, signed=True),
    Made("htj2k grey 16 signed", RPCL, "MONOCHROME1", allocated=16, stored=16, signed=True),
    Made("htj2k rgb", HT, "RGB", frames=2),
    Made("htj2k rgb 16", RPCL, "RGB", allocated=16, stored=16),
    Made("htj2k rct", HT, "YBR_RCT", rows=31, columns=33, frames=2),
    Made("jpeg lossless grey", LJPEG, frames=3),
    Made("jpeg lossless grey odd", SV1, rows=31, columns=33, frames=2),
    Made("jpeg lossless palette", SV1, "PALETTE COLOR"),
    Made("jpeg lossless grey 12 of 16", SV1, allocated=16, stored=12, frames=2),
    Made("jpeg lossless grey 12 of 16 signed", LJPEG, allocated=16, stored=12, signed=True, frames=2),
    Made("jpeg lossless grey 16 signed", SV1, "MONOCHROME1", allocated=16, stored=16, signed=True),
    Made("jpeg lossless rgb", SV1, "RGB", rows=31, columns=33, frames=3),
    Made("jpeg lossless rgb 16", LJPEG, "RGB", allocated=16, stored=16),
    Made("jpeg lossless ybr", SV1, "YBR_FULL"),
    Made("jpeg grey", JPEG, frames=3),
    Made("jpeg ybr 422", JPEG, "YBR_FULL_422", frames=3),
    Made("jpeg ybr", JPEG, "YBR_FULL", rows=31, columns=33),
    Made("jpeg labelled rgb", JPEG, "RGB"),
    Made("grey 1 of 8", LITTLE, stored=1),
    Made("grey 5 of 8", LITTLE, stored=5),
    Made("grey 8 signed", LITTLE, signed=True),
    Made("grey 24 of 32", LITTLE, allocated=32, stored=24),
    Made("grey 12 up to bit 15", LITTLE, allocated=16, stored=12, high_bit=15, frames=2),
    Made("grey 10 signed in the middle", LITTLE, allocated=16, stored=10, high_bit=12, signed=True),
    Made("grey 12 signed up to bit 15 big endian", BIG, allocated=16, stored=12, high_bit=15, signed=True),
    Made("grey 6 up to bit 7 big endian", BIG, rows=31, columns=33, stored=6, high_bit=7, frames=3),
    Made("rgb 6 up to bit 7 by planes", LITTLE, "RGB", stored=6, high_bit=7, planar=1),
    Made("rle grey 12 up to bit 15", RLE, allocated=16, stored=12, high_bit=15, frames=2),
    Made("rle grey 12 signed up to bit 14", RLE, allocated=16, stored=12, high_bit=14, signed=True),
    Made("grey inverse signed", LITTLE, "MONOCHROME1", allocated=16, stored=12, signed=True),
    Made("palette in bytes", LITTLE, "PALETTE COLOR", palette="bytes"),
    Made("palette in bytes big endian", BIG, "PALETTE COLOR", palette="bytes"),
    Made("palette in words big endian", BIG, "PALETTE COLOR"),
    Made("palette of bytes in words", LITTLE, "PALETTE COLOR", palette="bytes in words"),
    Made("palette of 8 bits called 16", LITTLE, "PALETTE COLOR", palette="bytes called words"),
    Made("palette of 255 bytes", LITTLE, "PALETTE COLOR", palette="odd bytes"),
    Made("palette from 100 on", LITTLE, "PALETTE COLOR", allocated=16, stored=16, palette="from 100"),
    Made("palette from -60 on", LITTLE, "PALETTE COLOR", signed=True, palette="from -60"),
    Made("palette of 65536", LITTLE, "PALETTE COLOR", allocated=16, stored=16, palette="65536"),
    Made("palette of 65536 signed", LITTLE, "PALETTE COLOR", allocated=16, stored=16, signed=True, palette="65536"),
    Made("palette in segments", LITTLE, "PALETTE COLOR", palette="segments"),
    Made("palette in segments big endian", BIG, "PALETTE COLOR", palette="segments"),
    Made("palette in segments of bytes", LITTLE, "PALETTE COLOR", palette="segments of bytes"),
    Made("palette in segments of bytes big endian", BIG, "PALETTE COLOR", palette="segments of bytes"),
    Made("palette with alpha", LITTLE, "PALETTE COLOR", palette="alpha"),
    Made("rle palette 16", RLE, "PALETTE COLOR", allocated=16, stored=16, palette="from 100"),
    Made("jpeg 2000 palette", J2K, "PALETTE COLOR", palette="segments"),
    Made("rle rgb by planes", RLE, "RGB", planar=1),
    Made("rgb 12 of 16", LITTLE, "RGB", allocated=16, stored=12),
    Made("ybr full big endian", BIG, "YBR_FULL", rows=31, columns=33),
    Made("ybr full 422 odd rows big endian", BIG, "YBR_FULL_422", rows=31, columns=34),
)

# What pydicom's own `pixel_array` does not give, or not under the name of Pixel Data.
OTHER_FORMS = (
    Made("float", LITTLE, allocated=32, stored=32, keyword="FloatPixelData", frames=2),
    Made("float implicit inverse", IMPLICIT, "MONOCHROME1", allocated=32, stored=32, keyword="FloatPixelData"),
    Made("float big endian odd", BIG, rows=31, columns=33, allocated=32, stored=32, keyword="FloatPixelData"),
    Made("double", LITTLE, allocated=64, stored=64, keyword="DoubleFloatPixelData", frames=2),
    Made("double big endian", BIG, allocated=64, stored=64, keyword="DoubleFloatPixelData"),
    Made("ybr partial 422", LITTLE, "YBR_PARTIAL_422", frames=2),
)


def made(what: Made, frames: Pixels | None = None) -> Dataset:
    """The image as a dataset, with a text-like header and pixel data in the form asked for: `frames`, or drawn ones."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = what.syntax
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.7")
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = UID("1.2.826.0.1.3680043.8.498.1")
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.SamplesPerPixel = what.samples
    dataset.PhotometricInterpretation = what.photometric
    dataset.Rows, dataset.Columns = what.rows, what.columns
    dataset.BitsAllocated = what.allocated
    if not what.floating:
        dataset.BitsStored, dataset.HighBit = what.stored, what.stored - 1 + what.shift
        dataset.PixelRepresentation = int(what.signed)
    if what.samples == 3:
        dataset.PlanarConfiguration = what.planar
    if what.frames > 1:
        dataset.NumberOfFrames = what.frames
    if what.photometric == "PALETTE COLOR":
        add_palette(dataset, what)
    frames = drawn(what) if frames is None else frames
    if what.syntax.is_encapsulated:
        value = encapsulate([_encoded(frame, what) for frame in frames])
        dataset.add_new("PixelData", "OB", value)
        dataset["PixelData"].is_undefined_length = True
    else:
        vr = {"FloatPixelData": "OF", "DoubleFloatPixelData": "OD"}.get(what.keyword, what.vr)
        dataset.add_new(what.keyword, vr, _native(frames, what))
    return dataset


def drawn(what: Made) -> Pixels:
    """Smooth stored values of all frames, shape (frames, rows, columns[, samples])."""
    low, high = limits(what)
    random = np.random.default_rng(7)
    shape = (what.frames, what.rows, what.columns, what.samples)
    ramp = np.indices(shape).sum(axis=0) / sum(shape)
    values = low + (high - low) * np.clip(ramp + random.normal(0, 0.02, shape), 0, 1)
    pixels: Pixels = (values if what.floating else np.floor(values).clip(low, high)).astype(what.dtype)
    return pixels if what.samples == 3 else pixels[..., 0]


def limits(what: Made) -> tuple[float, float]:
    """The lowest and the highest value that the samples have, those of floats among them."""
    if what.floating:
        return -0.75, 2.5
    return (-(1 << what.stored - 1), (1 << what.stored - 1) - 1) if what.signed else (0, (1 << what.stored) - 1)


def read_back(dataset: Dataset) -> Dataset:
    """What a reader of the saved file gets."""
    from dicom_text_redactor.dicom.files.saving import save

    file = io.BytesIO()
    save(dataset, file)
    file.seek(0)
    return pydicom.dcmread(file)


def shown(dataset: Dataset) -> Pixels:
    """All frames as pydicom shows them to everybody, shape (frames, rows, columns[, samples])."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        array: Pixels = dataset.pixel_array
    return array if int(dataset.get("NumberOfFrames") or 1) > 1 else np.expand_dims(array, 0)


def wheel_files() -> list[Path]:
    """The files inside pydicom's wheel; its further ones would be downloaded."""
    folder = Path(pydicom.__file__).parent / "data" / "test_files"
    return sorted(path for path in map(Path, get_testdata_files()) if folder in path.parents and path.is_file())


def wheel_file(name: str) -> Path:
    """One file of pydicom's wheel."""
    return Path(pydicom.__file__).parent / "data" / "test_files" / name


def add_palette(dataset: Dataset, what: Made) -> None:
    """Shuffled greys, so that an index says nothing of its brightness; or ramps, where the table is one of segments."""
    prefix, order, first, bits, size = "", np.random.default_rng(3).permutation(256), 0, 16, 2
    if what.palette in ("bytes", "odd bytes", "alpha"):
        bits, size = 8, 1
        order = order[:255] if what.palette == "odd bytes" else order
    elif what.palette == "bytes in words":
        bits = 8
    elif what.palette.startswith("from "):
        first, order = int(what.palette[5:]), order * 257
    elif what.palette == "65536":
        first, order = -(2**15) if what.signed else 0, np.arange(2**16)[::-1]
    elif what.palette.startswith("segments"):
        prefix, order = "Segmented", np.array(_SEGMENTS)
        bits, size = (8, 1) if what.palette.endswith("bytes") else (16, 2)
        order = order if size == 2 else np.where(order > 255, order // 257, order)
        if size == 1:
            order = np.concatenate([order[:-2], [4, 0, 0, 0]])
    elif what.palette == "words":
        order = order * 257
    entries = 256 if prefix else len(order) % 2**16
    for colour in ("Red", "Green", "Blue", *(["Alpha"] if what.palette == "alpha" else [])):
        data = order if colour != "Alpha" else np.full(256, 7)
        value = data.astype(("<" if what.syntax != BIG else ">") + f"u{size}").tobytes()
        value += b"\x00" * (len(value) % 2)
        if size == 1 and what.syntax == BIG:
            value = np.frombuffer(value, "<u2").byteswap().tobytes()
        if colour != "Alpha":
            name = f"{colour}PaletteColorLookupTableDescriptor"
            dataset.add_new(name, "SS" if what.signed else "US", [entries, first, bits])
        dataset.add_new(f"{prefix}{colour}PaletteColorLookupTableData", "OW", value)


# A discrete segment of two, a ramp up in 62 steps, one of 192 entries down, and the ramp at byte 8 again for
# what is left: an indirect segment of one segment.
_SEGMENTS = (0, 2, 0, 257, 1, 62, 65535, 1, 130, 257, 2, 1, 8, 0)


def _native(frames: Pixels, what: Made) -> bytes:
    if what.allocated == 1:
        value = np.packbits(frames.reshape(-1).astype(np.uint8), bitorder="little").tobytes()
    elif what.photometric.endswith("_422"):
        pairs = frames.reshape(what.frames, what.rows, what.columns // 2, 2, 3)
        value = np.stack([pairs[..., 0, 0], pairs[..., 1, 0], pairs[..., 0, 1], pairs[..., 0, 2]], axis=-1).tobytes()
    else:
        cells = _cells(frames, what)
        ordered = cells.transpose(0, 3, 1, 2) if what.planar == 1 else cells
        little = what.syntax != ExplicitVRBigEndian
        value = ordered.astype(ordered.dtype.newbyteorder("<" if little else ">")).tobytes()
    value += b"\x00" * (len(value) % 2)
    if what.syntax == ExplicitVRBigEndian and what.vr == "OW" and what.allocated == 8:
        value = bytes(np.frombuffer(value, "u1").reshape(-1, 2)[:, ::-1].tobytes())
    return bytes(value)


def _cells(samples: Pixels, what: Made) -> Pixels:
    cells: Pixels = np.left_shift(samples, what.shift) if what.shift else samples
    return cells


def _encoded(frame: Pixels, what: Made) -> bytes:
    if what.syntax == JPEGBaseline8Bit:
        return _jpeg(frame, what)
    if what.syntax == RLELossless and what.allocated == 32:
        return _rle(frame)
    if what.syntax in (JPEGLossless, JPEGLosslessSV1):
        return _lossless_jpeg(frame, what)
    if what.syntax in (HTJ2KLossless, HTJ2KLosslessRPCL):
        return bytes(htj2k_encode(np.ascontiguousarray(frame), reversible=True, rgb=what.photometric == "YBR_RCT"))
    encoder = get_encoder(what.syntax)
    return encoder.encode(
        np.ascontiguousarray(_cells(frame, what)),
        encoding_plugin="pyjpegls" if what.syntax == JPEGLSLossless else "pylibjpeg",
        rows=what.rows,
        columns=what.columns,
        number_of_frames=1,
        samples_per_pixel=what.samples,
        photometric_interpretation=what.photometric,
        bits_allocated=what.allocated,
        bits_stored=what.allocated if what.shift else what.stored,
        pixel_representation=int(what.signed),
        planar_configuration=0,
    )


def _jpeg(frame: Pixels, what: Made) -> bytes:
    file = io.BytesIO()
    picture = Image.fromarray(np.ascontiguousarray(frame))
    if what.photometric == "RGB":
        picture.save(file, "JPEG", quality=90, keep_rgb=True, subsampling=0)
    else:
        picture.save(file, "JPEG", quality=90, subsampling=1 if what.photometric.endswith("422") else 0)
    return file.getvalue()


def _lossless_jpeg(frame: Pixels, what: Made) -> bytes:
    """With the predictor that the transfer syntax asks for, or another where it leaves the choice."""
    names = {"RGB": JPEG8.CS.RGB, "YBR_FULL": JPEG8.CS.UNKNOWN}
    space = names.get(what.photometric, JPEG8.CS.GRAYSCALE)
    return bytes(
        jpeg8_encode(
            np.ascontiguousarray(frame).view(f"u{frame.itemsize}"),
            lossless=True,
            predictor=6 if what.syntax == JPEGLossless else 1,
            bitspersample=what.allocated,
            colorspace=space,
            outcolorspace=space,
        )
    )


def _rle(frame: Pixels) -> bytes:
    """One segment for each byte of a sample, highest byte first, in literal runs (PS3.5 annex G)."""
    segments = []
    for plane in frame.astype(">u4").reshape(-1).view("u1").reshape(-1, 4).T:
        runs = [plane[i : i + 128].tobytes() for i in range(0, len(plane), 128)]
        packed = b"".join(bytes([len(run) - 1]) + run for run in runs)
        segments.append(packed + b"\x00" * (len(packed) % 2))
    offsets = np.cumsum([64, *(len(segment) for segment in segments[:-1])])
    header = np.zeros(16, "<u4")
    header[0], header[1 : 1 + len(segments)] = len(segments), offsets
    return header.tobytes() + b"".join(segments)
