"""Which spaCy pipelines look for names, by the languages of the screens, and all of them as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dicom_text_redactor.languages import SPACY
from dicom_text_redactor.phi.analyzer import Analyzer, is_installed
from dicom_text_redactor.phi.patterns import Find
from dicom_text_redactor.settings import DEFAULT_NER_MODEL


def pipelines(model: str, languages: Collection[str]) -> tuple[str, ...]:
    """The spaCy pipelines that are asked, by the settings of these names.

    model: names or paths with commas between them, taken as they are unless it is the default one. With that each
    language (ISO 639-1) is served by a pipeline of its own if one is installed under spaCy's usual name, such as
    ``de_core_news_sm``; the English one serves English, and where no other one does.
    """
    named = tuple(filter(None, (name.strip() for name in model.split(","))))
    if named != (DEFAULT_NER_MODEL,):
        return named
    own = (_usual(language) for language in languages if language != "en")
    found = tuple(name for name in own if name is not None)
    return found if found and "en" not in languages else (*named, *found)


def _usual(language: str) -> str | None:
    """The smallest pipeline of a language that is installed under spaCy's usual name."""
    names = (f"{SPACY.get(language, language)}_core_news_{size}" for size in ("sm", "md", "lg"))
    return next(filter(is_installed, names), None)


@dataclass(frozen=True, slots=True)
class Analyzers:
    """Presidio with one pipeline for each language: what any of them finds counts, and has a say as `Entities`."""

    each: tuple[Analyzer, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> Analyzers:
        """The analyzers of some pipelines.

        Raises
        ------
        SettingError
            One is not installed.
        """
        return cls(tuple(Analyzer(name) for name in names))

    @property
    def name(self) -> str:
        """What box reports call it."""
        return "presidio"

    def prepare(self) -> None:
        """Begin to load all of them."""
        for analyzer in self.each:
            analyzer.prepare()

    def find(self, text: str) -> list[Find]:
        """Entities in `text`, as stretches of its characters; they may overlap."""
        return [find for analyzer in self.each for find in analyzer.find(text)]
