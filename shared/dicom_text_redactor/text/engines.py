"""The engines that find and read text, and how those of a caller take part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dicom_text_redactor.text.contracts import Detector, Reader, SecondReader
from dicom_text_redactor.text.detector import OwnDetector
from dicom_text_redactor.text.recognizer import PpOcrReader
from dicom_text_redactor.text.tesseract import Tesseract


@dataclass(frozen=True, slots=True)
class Engines:
    """What sees and reads; `own` names the fields that hold a caller's own.

    Without `reads` nobody is asked what stands in a place.
    """

    detector: Detector
    reader: Reader
    second_reader: SecondReader
    own: frozenset[str] = frozenset()
    reads: bool = True

    @classmethod
    def of(
        cls,
        languages: tuple[str, ...] = ("en",),
        *,
        detector: Detector | None = None,
        reader: Reader | None = None,
        second_reader: SecondReader | None = None,
    ) -> Engines:
        """The engines that are given, and for each that is None the usual one for these languages (ISO 639-1).

        Raises
        ------
        SettingError
            Tesseract is to read, and has no data of a language.
        """
        given = {"detector": detector, "reader": reader, "second_reader": second_reader}
        return cls(
            OwnDetector() if detector is None else detector,
            PpOcrReader() if reader is None else reader,
            Tesseract(languages) if second_reader is None else second_reader,
            frozenset(name for name, engine in given.items() if engine is not None),
        )

    def reading(self, languages: tuple[str, ...], *, reads: bool = True) -> Engines:
        """The same for other languages, or for nobody to read: a caller's own engines stay."""
        if "second_reader" in self.own:
            return replace(self, reads=reads)
        return replace(self, second_reader=Tesseract(languages), reads=reads)

    def expecting(self, *, unread: bool) -> Engines:
        """The same for a file in which writing is to be expected that no reader knows; a caller's detector stays."""
        return replace(self, detector=OwnDetector(eager=True)) if unread and "detector" not in self.own else self

    def names(self) -> dict[str, str]:
        """The names of the caller's own, by their fields."""
        return {field: getattr(self, field).name for field in sorted(self.own)}
