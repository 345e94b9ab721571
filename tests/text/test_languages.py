"""Tesseract's data of several languages: all that are asked for are read with, or the program does not start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dicom_text_redactor.errors import ReaderFailed, SettingError
from dicom_text_redactor.languages import TESSERACT
from dicom_text_redactor.phi import labels
from dicom_text_redactor.text import tesseract_library, tesseract_program
from dicom_text_redactor.text.tesseract import ENGINE, Tesseract, data_read, version
from dicom_text_redactor.text.tesseract_data import PREFIX, data_of, ensure, folders
from tests.text.test_tesseract import line, texts


def forget() -> None:
    """Let Tesseract's data be looked for anew."""
    tesseract_library.is_usable.cache_clear()
    tesseract_library.folder_of.cache_clear()
    tesseract_library._idle.clear()


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with data of German, which are those of English under another name, and of English."""
    english = next(folders()) / "eng.traineddata"
    for name in ("eng", "deu"):
        (tmp_path / f"{name}.traineddata").symlink_to(english)
    monkeypatch.setenv(PREFIX, str(tmp_path))
    forget()
    yield tmp_path
    forget()


def test_the_data_of_several_languages_have_one_name_in_their_order() -> None:
    assert data_of(("en",)) == "eng"
    assert data_of(("de", "en", "fr")) == "deu+eng+fra"


def test_each_language_has_data_of_its_own() -> None:
    assert len(set(TESSERACT.values())) == len(TESSERACT)
    assert all(re.fullmatch("[a-z]{2}", code) and re.fullmatch("[a-z]{3}", name) for code, name in TESSERACT.items())


@pytest.mark.parametrize("engine", ["library", "program"])
def test_lines_are_read_with_the_data_of_all_languages(
    engine: str, german: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENGINE, engine)
    (tokens,) = Tesseract(("de", "en")).read([line("CHEST PA")], timeout_s=60)
    assert texts(tokens) == "CHEST PA"
    if engine == "library":
        reader = tesseract_library._idle["deu+eng"].get_nowait()
        assert reader.GetInitLanguagesAsString() == "deu+eng"
        assert sorted(reader.GetLoadedLanguages()) == ["deu", "eng"]
    assert version("deu+eng").split(".")[0] == "5"
    assert re.fullmatch(r"deu ([0-9a-f]{12}), eng \1", data_read("deu+eng"))


def test_data_that_are_missing_stop_the_start_and_are_named_with_what_to_install(german: Path) -> None:
    with pytest.raises(SettingError) as caught:
        Tesseract(("en", "de", "fr", "it"))
    assert str(caught.value) == (
        "REDACT_LANGUAGES asks for data that Tesseract does not have, or not in one folder: fra, ita. "
        "On Debian: apt-get install tesseract-ocr-fra tesseract-ocr-ita. Elsewhere: set TESSDATA_PREFIX to a folder "
        "that holds eng.traineddata and deu.traineddata and fra.traineddata and ita.traineddata."
    )


def test_data_in_two_folders_are_not_read_together(german: Path) -> None:
    (german / "eng.traineddata").unlink()
    ensure(("de",))
    with pytest.raises(SettingError, match="not in one folder: deu, eng"):
        ensure(("de", "en"))


def test_who_reads_english_only_is_not_asked_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dicom_text_redactor.text.tesseract_data.folders", lambda _: iter(()))
    assert Tesseract(("en",)).languages == ("en",)
    with pytest.raises(SettingError):
        Tesseract(("de",))


def test_nothing_is_read_with_less_than_all_of_the_data(german: Path) -> None:
    assert tesseract_library.is_usable("eng+deu")
    assert not tesseract_library.is_usable("eng+fra")
    with pytest.raises(ReaderFailed):
        tesseract_library.read_lines([line("CHEST PA")], timeout_s=60, data="eng+fra")


def test_the_program_fails_without_any_of_the_data() -> None:
    with pytest.raises(ReaderFailed):
        tesseract_program.read_lines([line("CHEST PA")], timeout_s=60, data="xyz")


LABELS = {  # what stands before a patient's name on the screens of each language
    "cs": "jmeno", "da": "fornavn", "de": "vorname", "en": "first name", "es": "apellidos", "fi": "etunimi",
    "fr": "prenom", "hr": "prezime", "hu": "nev", "it": "cognome", "nl": "voornaam", "no": "etternavn",
    "pl": "nazwisko", "pt": "sobrenome", "ro": "prenume", "sk": "priezvisko", "sv": "fornamn", "tr": "soyadi",
}  # fmt: skip


@pytest.mark.parametrize("language", TESSERACT)
def test_each_language_that_can_be_asked_for_has_labels(language: str) -> None:
    assert [label.kind for label in labels.find(LABELS[language].split())] == ["person"]
