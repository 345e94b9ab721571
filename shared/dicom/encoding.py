"""Encoding single frames losslessly, each one decoded again to see that it holds what was meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from pydicom import Dataset
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import UID

from shared.dicom import encapsulated
from shared.dicom.form import PixelForm
from shared.dicom.frames import FrameSource
from shared.dicom.quiet import refusing
from shared.dicom.syntaxes import codec_of
from shared.errors import Internal, Unsupported
from shared.model import Pixels


def form_stored_as(form: PixelForm, syntax: UID) -> PixelForm:
    """The form that an image has once its decoded frames are stored in `syntax`.

    In its own syntax an image keeps its label: an encoder can undo what its decoder does. In
    another one the label follows the decoded samples.
    """
    if syntax == form.syntax:
        return form
    photometric = form.decoded_photometric
    return replace(form, syntax=syntax, photometric=photometric, planar=None if form.samples == 1 else 0)


def encode(pixels: Pixels, form: PixelForm) -> bytes:
    """One frame as a codestream of ``form.syntax``, shape and type as `form` says.

    Raises
    ------
    Unsupported
        The encoder does not take such samples.
    Internal
        The codestream decodes to something else.
    """
    codec = codec_of(form.syntax)
    options: dict[str, Any] = {
        "rows": form.rows,
        "columns": form.columns,
        "number_of_frames": 1,
        "samples_per_pixel": form.samples,
        "photometric_interpretation": form.photometric,
        "bits_allocated": form.bits_allocated,
        "bits_stored": form.bits_stored,
        "pixel_representation": int(form.signed),
    }
    if form.samples == 3:
        options["planar_configuration"] = 0
    with refusing("The samples cannot be encoded in this transfer syntax.", Unsupported):
        encoder = get_encoder(form.syntax)
        data = bytes(encoder.encode(pixels, encoding_plugin=codec.encoder, **options))
    if not np.array_equal(decode(data, form), pixels):
        raise Internal("A frame that was encoded does not decode to the same values.")
    return data


def decode(data: bytes, form: PixelForm) -> Pixels:
    """One codestream of ``form.syntax``, decoded the way that the file's readers will."""
    dataset = Dataset()
    value, _ = encapsulated.join([data])
    dataset.add_new("PixelData", "OB", value)
    return FrameSource(dataset, replace(form, frames=1))[0].pixels
