"""Where names come from: for each region of the world Faker's lists, some names that it lacks, and how names are built.

Source: Faker (MIT), and ``lists/names.txt``. The regions are drawn equally often.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache

from training.screens import lists
from training.screens.transliteration import in_latin

_GIVEN = ("first_names", "first_names_male", "first_names_female", "first_romanized_names")
_FAMILY = ("last_names", "last_names_male", "last_names_female", "last_romanized_names")
_ICELANDIC = "last_names_without_suffix"
_NOBODY = "Doe"  # what Faker has where it has no names


@dataclass(frozen=True, slots=True)
class Region:
    """Names of one part of the world: Faker's locales, and how a whole name is put together there."""

    name: str
    locales: tuple[str, ...] = ()
    build: str = "plain"


REGIONS = (
    Region("anglophone", ("en_US", "en_GB", "en_NZ"), "anglophone"),
    Region("irish and scottish", ("en_IE", "ga_IE"), "celtic"),
    Region("german", ("de_DE", "de_AT", "de_CH"), "german"),
    Region("dutch", ("nl_NL", "nl_BE"), "dutch"),
    Region("french", ("fr_FR", "fr_BE", "fr_QC"), "french"),
    Region("nordic", ("sv_SE", "da_DK", "no_NO", "is_IS")),
    Region("baltic", ("fi_FI", "et_EE", "lv_LV", "lt_LT")),
    Region("west slavic", ("cs_CZ", "sk_SK", "pl_PL")),
    Region("south slavic", ("hr_HR", "sl_SI", "bg_BG", "mk_MK")),
    Region("east slavic", ("ru_RU", "uk_UA")),
    Region("danubian", ("hu_HU", "ro_RO")),
    Region("greek", ("el_GR",)),
    Region("turkic", ("tr_TR", "az_AZ", "uz_UZ")),
    Region("caucasian", ("ka_GE", "hy_AM")),
    Region("hispanic", ("es_ES", "es_MX", "es_AR", "es_CO", "es_CL"), "hispanic"),
    Region("lusophone", ("pt_BR", "pt_PT"), "lusophone"),
    Region("italian", ("it_IT",), "italian"),
    Region("arabic", ("fr_DZ",), "arabic"),
    Region("persian and afghan", ("en_PK",)),
    Region("north indian", ("en_IN",)),
    Region("south indian", (), "south indian"),
    Region("chinese", ("zh_CN", "zh_TW"), "chinese"),
    Region("japanese", ("ja_JP",)),
    Region("korean", ("ko_KR",), "korean"),
    Region("vietnamese", ("vi_VN",), "vietnamese"),
    Region("southeast asian", ("en_TH", "id_ID")),
    Region("west african", ("yo_NG", "ig_NG", "ha_NG", "tw_GH")),
    Region("east african", ("en_KE", "sw")),
    Region("southern african", ("zu_ZA",)),
    Region("hebrew"),
    Region("pacific"),
)


SCRIPTS = ("zh_CN", "ja_JP", "ko_KR", "ru_RU", "uk_UA", "el_GR", "he_IL", "ar_SA", "th_TH", "hi_IN", "ka_GE", "hy_AM")
"""Faker's locales whose names are written in another script as well."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a region in Latin letters, in a fixed order."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@cache
def names_of(region: Region) -> Names:
    """All names of a region, from Faker and from the list."""
    given, family = (set(lists.words("names", f"{region.name}: {which}")) for which in ("given", "family"))
    for locale in region.locales:
        given |= _listed(locale, _GIVEN)
        family |= _listed(locale, _FAMILY)
        family |= {stem + end for stem in _listed(locale, (_ICELANDIC,)) for end in ("son", "dóttir")}
    return Names(tuple(sorted(given)), tuple(sorted(family)))


@cache
def native_names(locale: str) -> Names:
    """The names of one of the `SCRIPTS`, in its own letters."""
    given, family = (_drawn(locale, attributes) for attributes in (_GIVEN[:3], _FAMILY[:3]))
    return Names(
        *(tuple(sorted(name for name in names if not name.isascii() and " " not in name)) for names in (given, family))
    )


def _listed(locale: str, attributes: tuple[str, ...]) -> set[str]:
    names = (in_latin(name).strip() for name in _drawn(locale, attributes))
    return {
        latin.title() if latin.isupper() else latin
        for latin in names
        if len(latin) > 1 and latin != _NOBODY and "," not in latin
    }


def _drawn(locale: str, attributes: tuple[str, ...]) -> set[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found: set[str] = set()
    for attribute in attributes:
        names = getattr(provider, attribute, ())
        found.update(map(str, names if not isinstance(names, property) else ()))
    return found
