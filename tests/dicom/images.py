"""Images for the tests: made here, form by form, or shipped inside pydicom's wheel."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
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
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from shared.model import Pixels

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

    @property
    def samples(self) -> int:
        return 1 if self.photometric in ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR") else 3

    @property
    def dtype(self) -> np.dtype[np.generic]:
        return np.dtype(f"{'i' if self.signed else 'u'}{max(1, self.allocated // 8)}")


LITTLE, BIG, IMPLICIT = ExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian
RLE, J2K, JLS, JPEG = RLELossless, JPEG2000Lossless, JPEGLSLossless, JPEGBaseline8Bit

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
    Made("jpeg grey", JPEG, frames=3),
    Made("jpeg ybr 422", JPEG, "YBR_FULL_422", frames=3),
    Made("jpeg ybr", JPEG, "YBR_FULL", rows=31, columns=33),
    Made("jpeg labelled rgb", JPEG, "RGB"),
)


def made(what: Made) -> Dataset:
    """The image as a dataset, with a text-like header and pixel data in the form asked for."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = what.syntax
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.7")
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = UID("1.2.826.0.1.3680043.8.498.1")
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.SamplesPerPixel = what.samples
    dataset.PhotometricInterpretation = what.photometric
    dataset.Rows, dataset.Columns = what.rows, what.columns
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = what.allocated, what.stored, what.stored - 1
    dataset.PixelRepresentation = int(what.signed)
    if what.samples == 3:
        dataset.PlanarConfiguration = what.planar
    if what.frames > 1:
        dataset.NumberOfFrames = what.frames
    if what.photometric == "PALETTE COLOR":
        _add_palette(dataset)
    frames = drawn(what)
    if what.syntax.is_encapsulated:
        value = encapsulate([_encoded(frame, what) for frame in frames])
        dataset.add_new("PixelData", "OB", value)
        dataset["PixelData"].is_undefined_length = True
    else:
        dataset.add_new("PixelData", what.vr, _native(frames, what))
    return dataset


def drawn(what: Made) -> Pixels:
    """Smooth stored values of all frames, shape (frames, rows, columns[, samples])."""
    low, high = (-(1 << what.stored - 1), (1 << what.stored - 1) - 1) if what.signed else (0, (1 << what.stored) - 1)
    random = np.random.default_rng(7)
    shape = (what.frames, what.rows, what.columns, what.samples)
    ramp = np.indices(shape).sum(axis=0) / sum(shape)
    values = low + (high - low) * np.clip(ramp + random.normal(0, 0.02, shape), 0, 1)
    pixels: Pixels = np.floor(values).clip(low, high).astype(what.dtype)
    return pixels if what.samples == 3 else pixels[..., 0]


def read_back(dataset: Dataset) -> Dataset:
    """What a reader of the saved file gets."""
    from shared.dicom.saving import save

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


def _add_palette(dataset: Dataset) -> None:
    """256 colours, shuffled, so that an index says nothing of its brightness."""
    order = np.random.default_rng(3).permutation(256).astype("<u2") * 257
    for colour in ("Red", "Green", "Blue"):
        dataset.add_new(f"{colour}PaletteColorLookupTableDescriptor", "US", [256, 0, 16])
        dataset.add_new(f"{colour}PaletteColorLookupTableData", "OW", order.tobytes())


def _native(frames: Pixels, what: Made) -> bytes:
    if what.allocated == 1:
        value = np.packbits(frames.reshape(-1).astype(np.uint8), bitorder="little").tobytes()
    elif what.photometric == "YBR_FULL_422":
        pairs = frames.reshape(what.frames, what.rows, what.columns // 2, 2, 3)
        value = np.stack([pairs[..., 0, 0], pairs[..., 1, 0], pairs[..., 0, 1], pairs[..., 0, 2]], axis=-1).tobytes()
    else:
        ordered = frames.transpose(0, 3, 1, 2) if what.planar == 1 else frames
        little = what.syntax != ExplicitVRBigEndian
        value = ordered.astype(ordered.dtype.newbyteorder("<" if little else ">")).tobytes()
    value += b"\x00" * (len(value) % 2)
    if what.syntax == ExplicitVRBigEndian and what.vr == "OW" and what.allocated == 8:
        value = bytes(np.frombuffer(value, "u1").reshape(-1, 2)[:, ::-1].tobytes())
    return bytes(value)


def _encoded(frame: Pixels, what: Made) -> bytes:
    if what.syntax == JPEGBaseline8Bit:
        return _jpeg(frame, what)
    if what.syntax == RLELossless and what.allocated == 32:
        return _rle(frame)
    encoder = get_encoder(what.syntax)
    return encoder.encode(
        np.ascontiguousarray(frame),
        encoding_plugin="pyjpegls" if what.syntax == JPEGLSLossless else "pylibjpeg",
        rows=what.rows,
        columns=what.columns,
        number_of_frames=1,
        samples_per_pixel=what.samples,
        photometric_interpretation=what.photometric,
        bits_allocated=what.allocated,
        bits_stored=what.stored,
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
