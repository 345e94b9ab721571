"""Same in, same out: each transfer syntax of the documentation's table, with the table held against the program's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from struct import unpack_from
from typing import Any

import numpy as np
import pytest
from imagecodecs import JPEG8, htj2k_decode, htj2k_encode, jpeg8_encode
from pydicom import Dataset
from pydicom._uid_dict import UID_dictionary
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLSLossless,
    JPEGLSNearLossless,
)

from dicom_text_redactor.dicom.codecs import encapsulated, encoding, high_throughput, turbojpeg
from dicom_text_redactor.dicom.codecs.syntaxes import CODECS, ENCAPSULATED_UNCOMPRESSED, JPEG_LS_FAMILY, codec_of
from dicom_text_redactor.dicom.painting import writing
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.errors import Damaged, Unsupported
from dicom_text_redactor.model import Box, Pixels
from tests.dicom.images import (
    BIG,
    HT,
    IMPLICIT,
    J2K,
    JLS,
    JPEG,
    LITTLE,
    LJPEG,
    MANY_PIXELS,
    RLE,
    RPCL,
    SV1,
    Made,
    drawn,
    made,
    read_back,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "transfer-syntaxes.md"
BOX = Box(17, 9, 6, 5)
# JPEG Baseline is lossy as well, but there the header stays as it is with all else.
LOSSY = (JPEGExtended12Bit, JPEGLSNearLossless, JPEG2000, HTJ2K)
# What describes the pixels; a kept transfer syntax keeps all of it.
SIZE = ("Rows", "Columns", "NumberOfFrames", "SamplesPerPixel")
SAMPLE = ("BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation")
COLOURS = ("PhotometricInterpretation", "PlanarConfiguration")


def rows_of_the_document() -> dict[str, tuple[str, str, list[str]]]:
    """By UID: name, decoder, and the names of the syntaxes that a changed image may get."""
    pattern = r"^\| ([^|]+) \| `([\d.]+)` \| ([^|]+) \| ([^|]+) \|"
    rows = re.findall(pattern, DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    return {uid: (name, decoder, becomes.split(", else ")) for name, uid, decoder, becomes in rows}


def refused_by_the_document() -> list[str]:
    text = DOCUMENT.read_text(encoding="utf-8").partition("## What is refused")[2]
    return re.findall(r"`([\d.]+)`", text)


def encapsulated_as(what: Made, syntax: UID, encode: Callable[[Pixels], bytes]) -> Dataset:
    """An image whose frames `encode` has made; `what` is its form, in a native syntax."""
    dataset = made(what)
    value = encapsulate([encode(np.ascontiguousarray(frame)) for frame in drawn(what)])
    dataset.add_new("PixelData", "OB", value)
    dataset["PixelData"].is_undefined_length = True
    dataset.file_meta.TransferSyntaxUID = syntax
    if what.samples == 3:
        dataset.PlanarConfiguration = what.planar
    return dataset


def by_pydicom(what: Made, syntax: UID, frame: Pixels, **loss: Any) -> bytes:
    return get_encoder(syntax).encode(
        frame,
        encoding_plugin="pyjpegls" if syntax in JPEG_LS_FAMILY else "pylibjpeg",
        rows=what.rows,
        columns=what.columns,
        number_of_frames=1,
        samples_per_pixel=what.samples,
        photometric_interpretation=what.photometric,
        bits_allocated=what.allocated,
        bits_stored=what.stored,
        pixel_representation=int(what.signed),
        planar_configuration=0,
        **loss,
    )


def nearly_lossless(what: Made) -> Dataset:
    syntax = JPEGLSNearLossless
    return encapsulated_as(what, syntax, lambda frame: by_pydicom(what, syntax, frame, jls_error=3))


def lossy_2000(what: Made) -> Dataset:
    return encapsulated_as(what, JPEG2000, lambda frame: by_pydicom(what, JPEG2000, frame, j2k_cr=[4]))


def as_it_is(frame: Pixels) -> bytes:
    return frame.tobytes()


def by_planes(frame: Pixels) -> bytes:
    return frame.transpose(2, 0, 1).tobytes()


GREY = Made("grey 12 of 16", allocated=16, stored=12, frames=3)
COLOUR = Made("rgb", photometric="RGB", frames=3)
ODD = Made("grey odd", rows=31, columns=33, frames=3)
YBR = Made("ybr 422", JPEG, "YBR_FULL_422", frames=3)
GREY_SPACE = JPEG8.CS.GRAYSCALE


def lossy_twelve_bits(frame: Pixels) -> bytes:
    return bytes(jpeg8_encode(frame, level=80, bitspersample=12, colorspace=GREY_SPACE, outcolorspace=GREY_SPACE))


def lossy_throughput(frame: Pixels) -> bytes:
    return bytes(htj2k_encode(frame, level=0.01, reversible=False, rgb=False))


def written_in(syntax: UID, *forms: Made) -> tuple[Callable[[], Dataset], ...]:
    return tuple(partial(made, replace(form, syntax=syntax)) for form in forms)


RCT = replace(COLOUR, photometric="YBR_RCT")
PLAIN, DEFLATED = ENCAPSULATED_UNCOMPRESSED, DeflatedExplicitVRLittleEndian
SOURCES: dict[str, tuple[Callable[[], Dataset], ...]] = {
    IMPLICIT: written_in(IMPLICIT, GREY, COLOUR),
    LITTLE: written_in(LITTLE, GREY, replace(COLOUR, planar=1)),
    DEFLATED: written_in(DEFLATED, GREY, COLOUR),
    BIG: written_in(BIG, GREY, COLOUR),
    PLAIN: (
        partial(encapsulated_as, GREY, PLAIN, as_it_is),
        partial(encapsulated_as, ODD, PLAIN, as_it_is),
        partial(encapsulated_as, COLOUR, PLAIN, as_it_is),
        partial(encapsulated_as, replace(COLOUR, planar=1), PLAIN, by_planes),
    ),
    RLE: written_in(RLE, GREY, COLOUR),
    JPEG: written_in(JPEG, YBR, ODD),
    JPEGExtended12Bit: (partial(encapsulated_as, GREY, JPEGExtended12Bit, lossy_twelve_bits),),
    LJPEG: written_in(LJPEG, GREY, COLOUR),
    SV1: written_in(SV1, GREY, COLOUR),
    JLS: written_in(JLS, GREY, COLOUR),
    JPEGLSNearLossless: tuple(partial(nearly_lossless, form) for form in (GREY, COLOUR)),
    J2K: written_in(J2K, GREY, COLOUR, RCT),
    JPEG2000: tuple(partial(lossy_2000, form) for form in (GREY, COLOUR)),
    HT: written_in(HT, GREY, COLOUR, RCT),
    RPCL: written_in(RPCL, GREY, COLOUR, RCT),
    HTJ2K: tuple(partial(encapsulated_as, form, HTJ2K, lossy_throughput) for form in (GREY, COLOUR)),
}
CASES = [
    pytest.param(uid, source, id=f"{UID(uid).name} {n}") for uid in SOURCES for n, source in enumerate(SOURCES[uid])
]


def decoded(dataset: Dataset) -> list[Pixels]:
    return [frame.pixels for frame in FrameSource(dataset, describe(dataset, max_pixels=MANY_PIXELS))]


def test_the_document_says_what_the_program_does() -> None:
    rows = rows_of_the_document()
    names = {name: uid for uid, (name, _, _) in rows.items()}
    assert rows.keys() == CODECS.keys() == SOURCES.keys()
    for uid, (_, decoder, becomes) in rows.items():
        codec = CODECS[UID(uid)]
        assert decoder == (codec.decoder or "–")
        # The table of codecs holds what whole frames are encoded in; in JPEG Baseline blocks are exchanged instead.
        spliced = [JPEGBaseline8Bit] if uid == JPEGBaseline8Bit and JPEGBaseline8Bit not in codec.outputs else []
        assert [names[name] for name in becomes] == [*spliced, *codec.outputs]


def test_every_transfer_syntax_that_pydicom_knows_is_in_the_document() -> None:
    known = {uid for uid, entry in UID_dictionary.items() if entry[1] == "Transfer Syntax"}
    assert known <= rows_of_the_document().keys() | set(refused_by_the_document())
    for uid in refused_by_the_document():
        with pytest.raises(Unsupported):
            codec_of(uid)


def test_a_video_is_refused_as_what_it_is() -> None:
    with pytest.raises(Unsupported, match="video"):
        codec_of("1.2.840.10008.1.2.4.102")


@pytest.mark.parametrize(("uid", "source"), CASES)
def test_an_image_keeps_its_transfer_syntax_as_the_document_says(uid: str, source: Callable[[], Dataset]) -> None:
    dataset = source()
    names = {name: other for other, (name, _, _) in rows_of_the_document().items()}
    expected = names[rows_of_the_document()[uid][2][0]]
    form = describe(dataset, max_pixels=MANY_PIXELS)
    before = decoded(dataset)
    written, report = writing.rewrite(dataset, form, {1: [BOX]}, "contrast")
    read = read_back(written)
    assert report.output_syntax == read.file_meta.TransferSyntaxUID == expected
    after = decoded(read)
    mask = np.ones((form.rows, form.columns), dtype=bool)
    mask[report.reach.get(BOX, BOX).slices] = False
    assert np.array_equal(after[0], before[0])
    assert np.array_equal(after[1][mask], before[1][mask])
    assert np.array_equal(after[2], before[2])
    assert not np.array_equal(after[1], before[1])
    for keyword in SIZE + SAMPLE + COLOURS:
        kept = form.decoded_photometric if expected != uid and keyword == "PhotometricInterpretation" else None
        assert read.get(keyword) == (kept or dataset.get(keyword)), keyword
    assert read.get("LossyImageCompression") == ("01" if uid in LOSSY else None)
    if expected == uid and dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        frames = [encapsulated.split(d["PixelData"].value, 3) for d in (dataset, read)]
        assert [old.data == new.data for old, new in zip(*frames, strict=True)] == [True, False, True]


@pytest.mark.parametrize(("uid", "source"), CASES)
def test_an_image_with_nothing_to_hide_keeps_its_pixel_data(uid: str, source: Callable[[], Dataset]) -> None:
    dataset = source()
    form = describe(dataset, max_pixels=MANY_PIXELS)
    written, report = writing.rewrite(dataset, form, {}, "contrast")
    read = read_back(written)
    assert report.output_syntax == read.file_meta.TransferSyntaxUID == uid
    assert read["PixelData"].value == dataset["PixelData"].value


@pytest.mark.parametrize(
    ("uid", "lossless"), [(JPEGLSNearLossless, JPEGLSLossless), (JPEG2000, JPEG2000Lossless), (HTJ2K, HT)]
)
def test_an_image_of_which_every_frame_changes_becomes_lossless(uid: str, lossless: str) -> None:
    for source in SOURCES[uid]:
        dataset = source()
        before = decoded(dataset)
        form = describe(dataset, max_pixels=MANY_PIXELS)
        written, report = writing.rewrite(dataset, form, {index: [BOX] for index in range(3)}, "contrast")
        read = read_back(written)
        assert report.output_syntax == read.file_meta.TransferSyntaxUID == lossless
        assert read.LossyImageCompression == "01"
        mask = np.ones((form.rows, form.columns), dtype=bool)
        mask[BOX.slices] = False
        assert all(np.array_equal(a[mask], b[mask]) for a, b in zip(before, decoded(read), strict=True))


def test_a_lossy_colour_transform_is_not_mixed_with_frames_that_have_none() -> None:
    dataset = lossy_2000(replace(COLOUR, photometric="YBR_ICT"))
    before = decoded(dataset)
    written, report = writing.rewrite(dataset, describe(dataset, max_pixels=MANY_PIXELS), {1: [BOX]}, "contrast")
    read = read_back(written)
    assert report.output_syntax == JPEG2000Lossless
    assert (read.PhotometricInterpretation, read.LossyImageCompression) == ("RGB", "01")
    assert np.array_equal(decoded(read)[0], before[0])


def test_a_lossy_frame_behind_a_lossless_one_makes_the_image_lossy() -> None:
    lossless, lossy = made(replace(GREY, syntax=J2K)), lossy_2000(GREY)
    frames = [encapsulated.split(d["PixelData"].value, 3) for d in (lossless, lossy)]
    lossy["PixelData"].value, _ = encapsulated.join([frames[0][0], *frames[1][1:]])
    written, _ = writing.rewrite(lossy, describe(lossy, max_pixels=MANY_PIXELS), {0: [BOX]}, "contrast")
    assert (written.LossyImageCompression, written.LossyImageCompressionMethod) == ("01", "ISO_15444_1")


def form_of(what: Made) -> PixelForm:
    return describe(made(what), max_pixels=MANY_PIXELS)


def markers(stream: bytes) -> dict[int, bytes]:
    """The segments of a JPEG 2000 main header, by the second byte of their marker."""
    segments, position = {}, 2
    while stream[position + 1] != 0x90:
        (length,) = unpack_from(">H", stream, position + 2)
        segments[stream[position + 1]] = stream[position + 4 : position + 2 + length]
        position += 2 + length
    return segments


@pytest.mark.parametrize(
    "what",
    [
        Made("one pixel", HT, rows=1, columns=1),
        Made("wide", RPCL, rows=3, columns=5000),
        Made("tall colour", RPCL, "YBR_RCT", rows=2100, columns=5),
        Made("signed", RPCL, rows=70, columns=90, allocated=16, stored=12, signed=True),
        Made("unsigned", RPCL, rows=70, columns=90, allocated=16, stored=10),
        Made("few bits", RPCL, rows=70, columns=90, stored=3),
    ],
    ids=lambda what: what.name,
)
def test_high_throughput_streams_have_what_the_rpcl_syntax_asks_for(what: Made) -> None:
    form, frame = (
        form_of(replace(what, syntax=LITTLE, photometric="RGB" if what.samples == 3 else "MONOCHROME2")),
        drawn(what)[0],
    )
    stream = encoding.encode(frame, replace(form, photometric=what.photometric, syntax=RPCL))
    segments = markers(stream)
    size, style = segments[0x51], segments[0x52]
    assert [size[36 + 3 * i] for i in range(what.samples)] == [what.signed << 7 | what.stored - 1] * what.samples
    assert style[1] == 2  # RPCL
    assert style[4] == (what.photometric == "YBR_RCT")
    assert style[9] == 1  # reversible
    assert max(what.rows, what.columns) / 2 ** style[5] <= 64
    assert 0x55 in segments  # TLM
    assert np.array_equal(htj2k_decode(stream), frame)


@pytest.mark.parametrize("encode", [high_throughput.encode, turbojpeg.encode])
def test_samples_that_an_encoder_would_cut_are_not_given_to_it(encode: Callable[[Pixels, PixelForm], bytes]) -> None:
    what = Made("grey 32", allocated=32, stored=32)
    with pytest.raises(Unsupported):
        encode(drawn(what)[0], form_of(what))


def test_lossless_jpeg_with_seven_bits_is_read() -> None:
    what = Made("grey 7 of 8", SV1, stored=7)
    assert np.array_equal(decoded(made(what))[0], drawn(what)[0])


def test_signed_samples_in_streams_of_their_own_precision_keep_their_sign() -> None:
    what = Made("signed", allocated=16, stored=12, signed=True)
    options: dict[str, Any] = {
        "lossless": True,
        "bitspersample": 12,
        "colorspace": GREY_SPACE,
        "outcolorspace": GREY_SPACE,
    }

    def encode(frame: Pixels) -> bytes:
        return bytes(jpeg8_encode(frame.astype(np.uint16) & 0x0FFF, **options))

    dataset = encapsulated_as(what, SV1, encode)
    assert np.array_equal(decoded(dataset)[0], drawn(what)[0])
    written, _ = writing.rewrite(dataset, describe(dataset, max_pixels=MANY_PIXELS), {0: [BOX]}, "black")
    assert decoded(read_back(written))[0].min() < 0


def test_bits_above_the_samples_of_a_lossless_jpeg_can_be_seen() -> None:
    what = Made("high bits", allocated=16, stored=12)
    options: dict[str, Any] = {
        "lossless": True,
        "bitspersample": 16,
        "colorspace": GREY_SPACE,
        "outcolorspace": GREY_SPACE,
    }
    dataset = encapsulated_as(what, SV1, lambda frame: bytes(jpeg8_encode(frame.astype(np.uint16) | 0x5000, **options)))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    assert np.array_equal(decoded(dataset)[0], drawn(what)[0])
    assert np.array_equal(
        FrameSource(dataset, form, keep_unused_bits=True)[0].pixels, drawn(what)[0].astype(np.uint16) | 0x5000
    )


def test_a_lossless_jpeg_whose_marker_contradicts_its_label_becomes_jpeg_ls() -> None:
    dataset = made(Made("ybr", SV1, "YBR_FULL"))
    (frame,) = encapsulated.split(dataset["PixelData"].value, 1)
    jfif = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    dataset["PixelData"].value, _ = encapsulated.join([frame.data[:2] + jfif + frame.data[2:]])
    dataset.PhotometricInterpretation = "RGB"
    form = describe(dataset, max_pixels=MANY_PIXELS)
    written, report = writing.rewrite(dataset, form, {0: [BOX]}, "contrast")
    assert form.decoded_photometric == "YBR_FULL"
    assert (report.output_syntax, written.PhotometricInterpretation) == (JPEGLSLossless, "YBR_FULL")


@pytest.mark.parametrize("uid", [LJPEG, SV1, JPEGExtended12Bit])
def test_a_jpeg_stream_without_its_end_is_refused(uid: str) -> None:
    dataset = SOURCES[uid][0]()
    frames = encapsulated.split(dataset["PixelData"].value, 3)
    dataset["PixelData"].value, _ = encapsulated.join([frames[0].data[:-200], *frames[1:]])
    with pytest.raises(Damaged):
        describe(dataset, max_pixels=MANY_PIXELS)


@pytest.mark.parametrize("change", [-2, 2])
def test_an_uncompressed_frame_of_another_size_is_refused(change: int) -> None:
    dataset = SOURCES[PLAIN][0]()
    frames = [frame.data for frame in encapsulated.split(dataset["PixelData"].value, 3)]
    frames[1] = frames[1][:change] if change < 0 else frames[1] + bytes(change)
    dataset["PixelData"].value, _ = encapsulated.join(frames)
    with pytest.raises(Damaged):
        decoded(dataset)


def test_subsampled_chroma_in_plain_frames_is_refused() -> None:
    what = Made("ybr 422", LITTLE, "YBR_FULL_422")
    dataset = encapsulated_as(what, PLAIN, lambda frame: frame[..., :2].tobytes())
    with pytest.raises(Unsupported):
        decoded(dataset)
