"""Which pipelines look for names: those that are named, or one for each language that is installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import spacy

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.phi.pipelines import Analyzers, pipelines
from dicom_text_redactor.settings import DEFAULT_NER_MODEL, RedactionSettings
from dicom_text_redactor.version import versions
from tests.phi.pages import header, words_of

ENGLISH, GERMAN = DEFAULT_NER_MODEL, "de_core_news_sm"


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A German pipeline under spaCy's usual name, which knows one person and one town."""
    pipeline = spacy.blank("de")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Kunigunde"}, {"label": "LOC", "pattern": "Bopfingen"}])  # type: ignore[attr-defined]
    package = tmp_path / GERMAN
    package.mkdir()
    pipeline.to_disk(package / "model")
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n\n\n"
        "def load(**overrides):\n    return load_model_from_path(Path(__file__).parent / 'model', **overrides)\n"
    )
    (tmp_path / f"{GERMAN}-3.8.0.dist-info").mkdir()
    (tmp_path / f"{GERMAN}-3.8.0.dist-info" / "METADATA").write_text(f"Name: {GERMAN}\nVersion: 3.8.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, GERMAN, raising=False)


def test_where_no_other_one_is_installed_the_english_one_serves() -> None:
    assert pipelines(ENGLISH, ("en",)) == pipelines(ENGLISH, ("fr",)) == pipelines(ENGLISH, ("en", "fr")) == (ENGLISH,)


@pytest.mark.usefixtures("german")
def test_a_language_is_served_by_the_pipeline_that_is_installed_for_it() -> None:
    assert pipelines(ENGLISH, ("de",)) == (GERMAN,)
    assert pipelines(ENGLISH, ("de", "en")) == pipelines(ENGLISH, ("en", "de", "fr")) == (ENGLISH, GERMAN)


@pytest.mark.usefixtures("german")
def test_pipelines_that_are_named_are_taken_and_no_others() -> None:
    assert pipelines("one, two", ("de",)) == ("one", "two")
    assert pipelines("", ("de",)) == ()


@pytest.mark.usefixtures("german")
def test_what_any_pipeline_finds_counts_and_the_report_names_them_all() -> None:
    settings = RedactionSettings(languages=("en", "de"))
    text = "The study was shown to Margaret Thompson. Kunigunde wohnt in Bopfingen."
    found = {(text[f.start : f.end], f.entity) for f in Analyzers.of(pipelines(ENGLISH, ("en", "de"))).find(text)}
    assert {("Margaret Thompson", "PERSON"), ("Kunigunde", "PERSON"), ("Bopfingen", "LOCATION")} <= found
    assert versions(settings)["ner"].split(", ") == [f"{ENGLISH} 3.8.0", f"{GERMAN} 3.8.0"]


@pytest.mark.usefixtures("german")
def test_a_name_that_the_german_pipeline_knows_is_evidence() -> None:
    odds = []
    for languages in (("en",), ("de",)):
        judge = Judge(RedactionSettings(policy="phi", languages=languages)).for_file(header())
        (why,) = judge.explain(words_of("Kunigunde"))
        odds.append({reason.name: reason.weight for reason in why.reasons}["person_found"])
    assert odds[1] > odds[0]


def test_each_pipeline_that_is_named_has_to_be_installed() -> None:
    with pytest.raises(SettingError, match="REDACT_NER_MODEL"):
        Judge(RedactionSettings(ner_model=f"{ENGLISH},no_such_pipeline"))
