"""Names of other scripts in Latin letters, as passports and screens write them."""

from __future__ import annotations

import unicodedata


def _pairs(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin.split(), strict=True))


_CYRILLIC = _pairs(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґѓќљњџјѕ",
    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya yo i yi ye g g k lj nj dz j dz",
)
_GREEK = _pairs("αβγδεζηθικλμνξοπρστυφχψως", "a v g d e z i th i k l m n x o p r s t y f ch ps o s")
_GEORGIAN = _pairs(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"
)
_ARMENIAN = _pairs(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts u p k o f",
)
_LETTERS = _CYRILLIC | _GREEK | _GEORGIAN | _ARMENIAN

_INITIALS = _pairs("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", "g kk n d tt r m b pp s ss . j jj ch k t p h")
_VOWELS = _pairs(
    "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ", "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
)
_FINALS = _pairs(
    " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ",
    ". k k k n n n t l k m l l l p l m p p t t ng t t k t p t",
)
_KOREAN_FAMILY = _pairs(
    "김이박최정강조윤장임오신서권황유노", "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Oh Shin Seo Kwon Hwang Yoo Noh"
)


_WITHOUT = _pairs("ßøØłŁæÆđĐıðþÞəƏ", "ss o O l L ae Ae d D i d th Th a A")


def in_latin(name: str) -> str:
    """A name in Latin letters, with the accents that it has; an empty string if its script is not known here."""
    if name in _KOREAN_FAMILY:
        return _KOREAN_FAMILY[name]
    plain = "".join(_letter(sign) for sign in name)
    if not all(ord(sign) < 0x250 or 0x1E00 <= ord(sign) < 0x1F00 for sign in plain):
        return ""
    return plain if plain == name else plain[:1].upper() + plain[1:]


def without_accents(text: str) -> str:
    """Text in plain letters: ``Müller`` as ``Muller``, ``Ødegård`` as ``Odegard``."""
    parts = unicodedata.normalize("NFKD", "".join(_WITHOUT.get(sign, sign) for sign in text))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _letter(sign: str) -> str:
    code = ord(sign) - 0xAC00
    if 0 <= code < 11172:
        tables = (_INITIALS, code // 588), (_VOWELS, code % 588 // 28), (_FINALS, code % 28)
        return "".join(list(table.values())[at] for table, at in tables).replace(".", "")
    small = sign.lower()
    base = small if small in _LETTERS else unicodedata.normalize("NFD", small)[:1]
    if base in _LETTERS:
        latin = _LETTERS[base].replace(".", "")
        return latin.capitalize() if sign != small else latin
    return sign
