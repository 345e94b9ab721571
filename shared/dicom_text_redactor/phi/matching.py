"""Likeness: whether a word that was read may be a word that is known, misread."""

from __future__ import annotations

from dicom_text_redactor.memory import remembered_for_one_file

ALIKE = 0.35
"""What a mistake costs that readers often make."""
_CLASSES = "0oqdc il1jtf! 5s 8b3 6gb 9gq 2z vyu nhm ceao rnm wv kx 4a 71t hb un ri rt".split()
_CHEAP = frozenset(a + b for alike in _CLASSES for a in alike for b in alike if a != b)


def cost_of(read: str, known: str) -> float:
    """What it costs to take one folded character for another: nothing if equal, little if of like shape."""
    return 0.0 if read == known else ALIKE if read + known in _CHEAP else 1.0


def tolerance(length: int) -> float:
    """How much misreading a word of that many letters may show and still be itself.

    Three letters or fewer must be exact: nearly every short word is one letter away from a name.
    """
    if length <= 3:
        return 0.0
    if length == 4:
        return ALIKE
    if length <= 7:
        return 1.0
    return 2.0 if length <= 11 else 3.0


@remembered_for_one_file
def distance(read: str, known: str, limit: float) -> float:
    """Edits from one folded word to the other; letters of like shape cost a third; more than `limit` is infinite.

    Swapped neighbours, a letter too many or too few, and another letter cost 1.
    """
    if abs(len(read) - len(known)) > limit:
        return float("inf")
    before: list[float] = []
    row: list[float] = [float(j) for j in range(len(known) + 1)]
    for i, a in enumerate(read, 1):
        before, row, above = row, [float(i)], before
        for j, b in enumerate(known, 1):
            swap = cost_of(a, b)
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + swap)
            if i > 1 and j > 1 and a == known[j - 2] and read[i - 2] == b:
                best = min(best, above[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return float("inf")
    return row[-1] if row[-1] <= limit else float("inf")
