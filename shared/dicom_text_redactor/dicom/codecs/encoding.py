"""Encoding single frames losslessly, each one decoded again to see that it holds what was meant."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import numpy as np
from pydicom import Dataset
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import JPEG2000, UID, JPEG2000Lossless, JPEGLSLossless, JPEGLSNearLossless

from dicom_text_redactor.dicom.codecs import encapsulated, high_throughput, plain_frames, turbojpeg
from dicom_text_redactor.dicom.codecs.syntaxes import codec_of
from dicom_text_redactor.dicom.pixels.cells import cells_of
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Internal, Unsupported
from dicom_text_redactor.model import Pixels


def form_stored_as(form: PixelForm, syntax: UID) -> PixelForm:
    """The form that an image has once its decoded frames are stored in `syntax`.

    In its own syntax an image keeps its label: an encoder can undo what its decoder does. In
    another one the label follows the decoded samples.
    """
    if syntax == form.syntax:
        return form
    photometric = form.decoded_photometric
    return replace(form, syntax=syntax, photometric=photometric, planar=None if form.samples == 1 else 0)


def outputs(form: PixelForm, changed: Collection[int]) -> tuple[UID, ...]:
    """Syntaxes to try, in this order, for an image of which the frames `changed` are encoded anew.

    A syntax that may hold lossy frames holds lossless ones as well (PS3.5 A.4.3, A.4.4), so it
    stays as long as other frames keep their bytes in it. When all are encoded anew a lossless
    one takes its place, as it does where the label tells of a colour transform that loses
    something: it is one label for all frames.
    """
    codec = codec_of(form.syntax)
    if codec.lossy and (len(changed) == form.frames or form.photometric == "YBR_ICT"):
        return tuple(syntax for syntax in codec.outputs if syntax != form.syntax)
    return codec.outputs


def encode(pixels: Pixels, form: PixelForm) -> bytes:
    """One frame as a lossless codestream of ``form.syntax``, shape and type as `form` says.

    Raises
    ------
    Unsupported
        The encoder does not take such samples.
    Internal
        The codestream decodes to something else.
    """
    with refusing("The samples cannot be encoded in this transfer syntax.", Unsupported):
        data = _ENCODERS[codec_of(form.syntax).encoder](pixels, form)
    if not np.array_equal(decode(data, form), pixels):
        raise Internal("A frame that was encoded does not decode to the same values.")
    return data


def decode(data: bytes, form: PixelForm) -> Pixels:
    """One codestream of ``form.syntax``, decoded the way that the file's readers will."""
    dataset = Dataset()
    value, _ = encapsulated.join([data])
    dataset.add_new("PixelData", "OB", value)
    return FrameSource(dataset, replace(form, frames=1))[0].pixels


def _by_pydicom(pixels: Pixels, form: PixelForm) -> bytes:
    syntax = _LOSSLESS.get(form.syntax, form.syntax)
    options: dict[str, Any] = {
        "rows": form.rows,
        "columns": form.columns,
        "number_of_frames": 1,
        "samples_per_pixel": form.samples,
        "photometric_interpretation": form.photometric,
        "bits_allocated": form.bits_allocated,
        "bits_stored": form.bits_allocated if form.shift else form.bits_stored,
        "pixel_representation": int(form.signed),
    }
    if form.samples == 3:
        options["planar_configuration"] = 0
    encoder = get_encoder(syntax)
    return bytes(encoder.encode(cells_of(pixels, form), encoding_plugin=codec_of(syntax).encoder, **options))


# pydicom would want to know how much may be lost in the syntaxes on the left.
_LOSSLESS = {JPEGLSNearLossless: JPEGLSLossless, JPEG2000: JPEG2000Lossless}
_ENCODERS: dict[str, Callable[[Pixels, PixelForm], bytes]] = {
    "pylibjpeg": _by_pydicom,
    "pyjpegls": _by_pydicom,
    "libjpeg-turbo": turbojpeg.encode,
    "openjph": high_throughput.encode,
    "plain": plain_frames.encode,
}
