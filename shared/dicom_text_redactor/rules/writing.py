"""Writing suggestions as rules, in both languages: what is written is read again the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dicom_text_redactor.rules.suggesting import KEYWORDS, Suggestion

_HEAD = (
    "Suggested from where text was hidden in earlier results.",
    "Look at each area before you use it, and make it as large as the longest name may be.",
)


def writable(suggestion: Suggestion) -> bool:
    """Whether the names of a device can stand in a rule: they hold no sign that means something there, nor a break."""
    values = [text for some in suggestion.device.values for text in some]
    return all(text.isprintable() and not set(text) & set('"{}#+|\\') and text == text.strip() for text in values)


def as_ctp(suggestions: Iterable[Suggestion]) -> str:
    """A script of CTP. CTP paints one more column and row than it is told, so it is told one less."""
    parts = [f"{line}\n" for line in _HEAD]
    for suggestion in suggestions:
        tests = [f'{keyword}.equals("{text}")' for keyword, text in _texts(suggestion, "\\".join)]
        boxes = [f"({box.left},{box.top},{box.width - 1},{box.height - 1})" for box, _ in suggestion.areas]
        condition = " *\n    ".join([*tests, *_size(suggestion, '{}.equals("{}")')])
        parts.append(f"\n{_remark(suggestion)}\n  {{ {condition} }}\n  {' '.join(boxes)}\n")
    return "".join(parts)


def as_deid(suggestions: Iterable[Suggestion]) -> str:
    """A recipe of deid."""
    parts = ["FORMAT dicom\n", *(f"# {line}\n" for line in _HEAD), "\n%filter graylist\n"]
    for number, suggestion in enumerate(suggestions, start=1):
        tests = [
            f"equals {keyword} {text}" if text else f"missing {keyword} || empty {keyword}"
            for keyword, text in _texts(suggestion, _listed)
        ]
        lines = [*tests, *_size(suggestion, "equals {} {}")]
        joined = "".join(f"  {'+ ' if at else ''}{line}\n" for at, line in enumerate(lines))
        boxes = "".join(f"  ctpcoordinates {b.left},{b.top},{b.width},{b.height}\n" for b, _ in suggestion.areas)
        parts.append(f"\n# {_remark(suggestion)}\nLABEL Suggestion {number}\n{joined}{boxes}")
    return "".join(parts)


def _listed(some: Sequence[str]) -> str:
    """Several values as deid sees them: the text of a list."""
    return str(list(some)) if len(some) > 1 else "".join(some)


def _remark(suggestion: Suggestion) -> str:
    counts = ", ".join(str(count) for _, count in suggestion.areas)
    return f"Hidden in {counts} of {suggestion.files} files"


def _size(suggestion: Suggestion, form: str) -> Sequence[str]:
    device = suggestion.device
    return [form.format("Rows", device.rows), form.format("Columns", device.columns)]


def _texts(suggestion: Suggestion, joined: Callable[[Sequence[str]], str]) -> list[tuple[str, str]]:
    return [(keyword, joined(some)) for keyword, some in zip(KEYWORDS, suggestion.device.values, strict=True)]
