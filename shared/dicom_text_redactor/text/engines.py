"""The engines that find and read text, and how those of a caller take part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dicom_text_redactor.text.contracts import Detector, Reader, SecondReader
from dicom_text_redactor.text.detector import PpOcrDetector
from dicom_text_redactor.text.recognizer import PpOcrReader
from dicom_text_redactor.text.tesseract import Tesseract


@dataclass(frozen=True, slots=True)
class Engines:
    """What sees and reads; `own` names the fields that hold a caller's own."""

    detector: Detector
    reader: Reader
    second_reader: SecondReader
    own: frozenset[str] = frozenset()

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
            PpOcrDetector() if detector is None else detector,
            PpOcrReader() if reader is None else reader,
            Tesseract(languages) if second_reader is None else second_reader,
            frozenset(name for name, engine in given.items() if engine is not None),
        )

    def reading(self, languages: tuple[str, ...]) -> Engines:
        """The same for other languages: a caller's own engines stay."""
        return self if "second_reader" in self.own else replace(self, second_reader=Tesseract(languages))

    def names(self) -> dict[str, str]:
        """The names of the caller's own, by their fields."""
        return {field: getattr(self, field).name for field in sorted(self.own)}
