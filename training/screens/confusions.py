"""How readers misread: characters that look alike, characters lost and added, cases mistaken.

Source: general knowledge of readers.
"""

from __future__ import annotations

from training.screens.chance import Chance

_ALIKE = {
    "0": "OoDQ8C", "1": "Il|7i!", "2": "Zz7", "3": "8B9", "4": "A9", "5": "S6s", "6": "5Gb8", "7": "1T/?",
    "8": "B3069", "9": "g4q8", "O": "0DQCo", "I": "1l|T", "l": "1I|i", "B": "8R3E", "S": "5$s8", "Z": "2z", "D": "O0",
    "G": "6C", "Q": "O0", "E": "FB", "F": "EP", "P": "FR", "R": "PK", "M": "N", "N": "MH", "H": "NM", "U": "VLu",
    "V": "UYv", "Y": "V", "X": "K", "K": "X", "T": "I7", "J": "I]", "A": "4R", "C": "Gc(", "W": "Ww", "L": "I",
    "/": "1I7l", "|": "1lI", ":": ".;i", ".": ":,", ",": ".;", "-": "~_.", "_": "-", '^': '~\'"', "'": '`’',
    "(": "C[", ")": "]}", "a": "aoeã", "b": "h6", "c": "eo", "d": "cl", "e": "co", "f": "t", "g": "q9y", "h": "bn",
    "i": "l1j!í", "j": "i", "k": "x", "n": "rhu", "m": "n", "o": "0ce", "q": "g", "r": "t", "s": "S5", "t": "flr",
    "u": "vn", "v": "yu", "w": "vv", "x": "k", "y": "v", "z": "2Z", "+": "t4", "=": "-", "%": "96", "#": "H",
    "°": "o0*", "µ": "u", "é": "e", "è": "e", "ü": "u", "ö": "o", "ä": "a", "ó": "o", "í": "i", "á": "a", "ñ": "n",
    "ç": "c", "ø": "o", "å": "a",
}  # fmt: skip
_PAIRS = {"rn": "m", "cl": "d", "vv": "w", "ri": "n", "nn": "m", "li": "h", "ii": "u", "VV": "W", "IVI": "M", "lJ": "U"}
_MERGED = {whole: parts for parts, whole in _PAIRS.items() if len(parts) == 2}
_SIGNS = ".,:;'-|_~`\"^il1"


def misread(r: Chance, text: str, share: float) -> tuple[str, int]:
    """A word as a reader might read it that gets this share of the characters wrong, and how many it got wrong."""
    if share <= 0:
        return text, 0
    result, wrong, i = "", 0, 0
    while i < len(text):
        if not r.odds(share):
            result += text[i]
            i += 1
            continue
        wrong += 1
        pair = text[i : i + 2]
        kind = r.random()
        if pair in _PAIRS and kind < 0.7:
            result += _PAIRS[pair]
            i += 2
            continue
        letter = text[i]
        i += 1
        if kind < 0.62:
            result += _like(r, letter)
        elif kind < 0.82:
            continue
        elif kind < 0.9:
            result += letter + r.of(_SIGNS)
        elif kind < 0.95:
            result += letter.swapcase()
        else:
            result += letter * 2
    if r.odds(share * 0.6) and result.isalpha() and len(result) > 2:
        result = r.one(result.upper(), result.lower(), result.title())
    return result.replace(" ", ""), wrong


def _like(r: Chance, letter: str) -> str:
    if letter in _MERGED and r.odds(0.5):
        return _MERGED[letter]
    alike = _ALIKE.get(letter)
    if alike:
        return r.of(alike)
    return r.of("abcdefghiklmnoprstuvxyz" if letter.islower() else "ABCDEFGHIKLMNOPRSTUVXYZ0123456789")
