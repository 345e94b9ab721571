"""The frames of an image, decoded one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from pydicom import Dataset
from pydicom.pixels.decoders.base import get_decoder

from dicom_text_redactor.dicom.codecs import codestreams, encapsulated, plain_frames, turbojpeg
from dicom_text_redactor.dicom.codecs.syntaxes import codec_of
from dicom_text_redactor.dicom.pixels.cells import samples_of
from dicom_text_redactor.dicom.pixels.edits import frame_bytes, stand_alone
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.native import NativePixels, unpacked_bits
from dicom_text_redactor.dicom.pixels.pixel_data import encoded_frames, pixel_bytes, pixel_element, pixel_value
from dicom_text_redactor.errors import Damaged, TooLarge
from dicom_text_redactor.model import Frame, Pixels
from dicom_text_redactor.silence import quietly


class FrameSource:
    """Random access to the decoded frames of one image; the one decoded last is kept, and nobody may write to it.

    A frame's pixels are stored values as `pydicom` sees them with ``raw=True``: no colour
    conversion, bits above Bits Stored removed, chroma of YBR_FULL_422 brought to every pixel.
    Samples that end above Bits Stored - 1 are moved down, which pydicom does not do. The shape is
    (rows, columns) or (rows, columns, samples); the type follows Bits Allocated and Pixel
    Representation, and is a float one for float pixel data.

    Parameters
    ----------
    dataset, form
        The image, and what `dicom_text_redactor.dicom.pixels.describing.describe` said of it.
    keep_unused_bits
        Give the whole cells, with the bits above and below their samples; codecs of the JPEG-LS
        and JPEG 2000 families have none to keep.

    Raises
    ------
    Damaged
        From any access: the frame cannot be decoded.
    """

    def __init__(self, dataset: Dataset, form: PixelForm, *, keep_unused_bits: bool = False) -> None:
        self._form = form
        self._codec = codec_of(form.syntax)
        self._value = pixel_value(dataset)
        self._pixel_vr = pixel_element(dataset).VR
        self._keep_unused_bits = keep_unused_bits
        self._last: Frame | None = None
        self.encoded: list[encapsulated.EncodedFrame] = []
        if not form.native:
            self.encoded = encoded_frames(dataset, form)
        elif not stand_alone(form, self._pixel_vr) and form.bits_allocated > 1:
            self._value = pixel_bytes(dataset)

    def __len__(self) -> int:
        return self._form.frames

    def __getitem__(self, index: int) -> Frame:
        if not 0 <= index < len(self):
            raise IndexError(f"There is no frame {index}.")
        if self._last is not None and self._last.index == index:
            return self._last
        self._last = None  # two frames at once would be one too many in a large image
        with quietly():
            if self._form.native and self._form.bits_allocated == 1:
                pixels: Pixels = unpacked_bits(self._value, self._form, index).astype(self._form.dtype)
            elif self._form.native:
                pixels = self._native(index)
            else:
                pixels = self.decode(self.encoded[index].data)
        pixels.flags.writeable = False
        self._last = Frame(index, pixels)
        return self._last

    def __iter__(self) -> Iterator[Frame]:
        return (self[index] for index in range(len(self)))

    def decode(self, data: bytes) -> Pixels:
        """Decode one codestream of the image's own syntax and form."""
        if self._codec.decoder == "libjpeg-turbo":
            return turbojpeg.decode(data, self._form, keep_unused_bits=self._keep_unused_bits)
        if self._codec.decoder == "plain":
            return plain_frames.decode(data, self._form, keep_unused_bits=self._keep_unused_bits)
        if self._codec.decoder == "pillow" and self._form.samples == 3:
            data = codestreams.without_adobe_transform(data)
        value, _ = encapsulated.join([data])
        return self._decode(value, self._codec.decoder, 0, 1)

    def _native(self, index: int) -> Pixels:
        """An uncompressed frame, of which no more is read than its own bytes where that can be."""
        form = self._form
        if stand_alone(form, self._pixel_vr):
            form, value, index = replace(form, frames=1), frame_bytes(self._value, form, index), 0
        else:
            value = self._value[:]
        if not (form.floating or form.shift):
            return self._decode(value, "", index, form.frames)
        # pydicom does not read these, or not as the standard means it.
        cells = NativePixels(value, form, self._pixel_vr).frame(index)
        whole = self._keep_unused_bits or form.floating
        return np.ascontiguousarray(cells.astype(form.dtype) if whole else samples_of(cells, form))

    def _decode(self, value: bytes, plugin: str, index: int, frames: int) -> Pixels:
        form = self._form
        options: dict[str, Any] = {
            "rows": form.rows,
            "columns": form.columns,
            "number_of_frames": frames,
            "samples_per_pixel": form.samples,
            "photometric_interpretation": form.photometric.replace("PARTIAL", "FULL"),
            "bits_allocated": form.bits_allocated,
            "bits_stored": form.bits_allocated if form.shift else form.bits_stored,
            "pixel_representation": int(form.signed),
            "pixel_keyword": "PixelData",
            "pixel_vr": self._pixel_vr,
            "correct_unused_bits": not self._keep_unused_bits,
        }
        if form.planar is not None:
            options["planar_configuration"] = form.planar
        try:
            decoder = get_decoder(form.syntax)
            array, _ = decoder.as_array(value, index=index, raw=True, decoding_plugin=plugin, **options)
        except MemoryError:
            raise TooLarge("There is not enough memory to decode a frame.") from None
        except Exception:
            raise Damaged("A frame cannot be decoded.") from None
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # from decoders written in Rust
                raise Damaged("A frame cannot be decoded.") from None
            raise
        if form.shift and not self._keep_unused_bits:
            array = samples_of(array, form)
        return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("="))
