"""Print the page of the documentation that lists the evidence: python -m training.evidence_page > docs/evidence.md"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from dicom_text_redactor.phi.evidence import groups, pieces
from dicom_text_redactor.phi.reasons import AROUND_SAYS

_BEGINNING = """\
# The evidence

Everything that counts when a word is judged, piece by piece. How the pieces are weighed, and what follows from that:
[what-is-hidden.md](what-is-hidden.md#how-a-word-is-judged).

A piece of evidence is a function that returns how much of something there is about a word, mostly 1 or 0. What it is
worth, alone and together with others, is learned from generated screens and never set by hand. It returns more for the
word in its example than for the word in its counter-example; a test checks that. This page is generated from the
program by `make evidence-page`.

The examples are pages of text:

| on a page | means |
|---|---|
| `*word*` | the word that the piece is about |
| `a b / c` | two rows |
| `a _ b` | a gap, for each `_` as wide as a letter is high; what follows was found as a line of its own |
| `a‿b` | two words that touch |
| `ab__` | a word whose ink is wider than the text that was read |
| `ab\\|cd` | a word that two readers read differently |
| `~ab` | a word that the first reader was unsure of |
| `↑ab` | a word twice as high as the others |

Their header contains the patient's name MARLOW^IMOGEN and ID BG7730914, a study of 14 March 2015 with 117 kV, the study
description CHESTWALL and the institution Northgate Infirmary.
"""
_AROUND = """\
## The words around

The evidence is summed up several times. Each later sum also uses what those before it said about the words around.

| piece | what it means |
|---|---|"""


def page() -> Iterator[str]:
    """The lines of the page."""
    yield _BEGINNING
    for group in groups():
        some = [piece for piece in pieces().values() if piece.group == group]
        title, _, rest = (sys.modules[some[0].value.__module__].__doc__ or "").strip().partition(": ")
        yield f"## {title}\n\n{rest[:1].upper()}{rest[1:]}\n"
        yield "| piece | what it means | example | counter-example |\n|---|---|---|---|"
        for piece in some:
            example, counter = (text.replace("|", "\\|") for text in (piece.example, piece.counter))
            yield f"| `{piece.name}` | {piece.says} | `{example}` | `{counter}` |"
        yield ""
    yield _AROUND
    for name, says in AROUND_SAYS.items():
        yield f"| `{name}` | {says} |"


def main() -> None:
    """Print the page."""
    print(*page(), sep="\n")


if __name__ == "__main__":
    main()
