"""Numbers and codes that identify: ids, accession numbers, insurance numbers, telephone numbers, barcodes."""

from __future__ import annotations

import string

from training.screens.chance import Chance

_CODE = string.ascii_uppercase + string.digits
_SMALL = string.ascii_letters + string.digits


def patient_id(r: Chance) -> str:
    """A patient's id, in one of the many forms that hospitals use; sometimes a number of two to four figures."""
    kind = r.random()
    if kind < 0.44:
        return r.number(r.whole(5, 10))
    if kind < 0.54:
        return r.digits(r.whole(5, 10))
    if kind < 0.64:
        return r.capitals(1) + r.digits(r.whole(4, 9))
    if kind < 0.70:
        return r.capitals(2) + r.digits(r.whole(4, 8))
    if kind < 0.75:
        return "".join(r.of(_CODE) for _ in range(r.whole(6, 11)))
    if kind < 0.79:
        return "".join(r.of(_SMALL) for _ in range(r.whole(7, 13)))
    if kind < 0.87:
        return national(r)
    if kind < 0.93:
        return r.number(r.whole(2, 4))
    return r.one(
        f"{r.number(4)}-{r.digits(4)}", f"{r.number(6)}/{r.digits(2)}", f"{r.digits(2)}-{r.digits(2)}-{r.digits(2)}",
        f"{r.digits(3)}.{r.digits(3)}.{r.digits(3)}", f"{r.capitals(3)}-{r.number(5)}", f"{r.number(5)}{r.capitals(1)}",
        f"{r.whole(1990, 2026)}{r.digits(6)}", f"{r.digits(2)}-{r.number(6)}", f"{r.capitals(2)}.{r.number(6)}",
        f"{r.number(3)} {r.digits(3)}", f"{r.capitals(3)}{r.whole(2000, 2026)}-{r.number(4)}", f"#{r.number(6)}",
        f"{r.whole(10, 26)}/{r.number(5)}", f"{r.capitals(4)}_{r.digits(4)}", f"{r.digits(6)}-{r.digits(4)}",
    )  # fmt: skip


def national(r: Chance) -> str:
    """A number of a country's own kind, grouped as it is there."""
    return r.one(
        f"{r.whole(100, 999)}-{r.digits(2)}-{r.digits(4)}",
        f"{r.number(3)} {r.digits(3)} {r.digits(4)}",
        f"{r.one('1', '2')} {r.digits(2)} {r.whole(1, 12):02d} {r.digits(2)} {r.digits(3)} {r.digits(3)} {r.digits(2)}",
        f"{r.number(4)} {r.digits(4)} {r.digits(4)}",
        f"{r.number(8)}{r.capitals(1)}",
        f"{r.capitals(1)}{r.digits(7)}{r.capitals(1)}",
        f"{r.number(3)}.{r.digits(3)}.{r.digits(3)}-{r.digits(2)}",
        f"{r.digits(6)}-{r.digits(4)}",
        f"{r.digits(6)}/{r.digits(4)}",
        f"{r.capitals(6)}{r.digits(2)}{r.capitals(1)}{r.digits(2)}{r.capitals(1)}{r.digits(3)}{r.capitals(1)}",
        f"{r.number(10)}",
        f"{r.number(2)}.{r.digits(3)}.{r.digits(3)}-{r.digits(1)}",
    )


def accession(r: Chance) -> str:
    """An accession number or the number of an order, a visit or a study."""
    return r.one(
        r.number(r.whole(6, 9)),
        r.number(r.whole(6, 9)),
        r.digits(8),
        f"A{r.digits(7)}",
        f"{r.capitals(2)}{r.digits(8)}",
        f"{r.whole(2000, 2026)}{r.digits(r.whole(5, 8))}",
        f"{r.capitals(3)}{r.number(6)}",
        f"{r.number(7)}-{r.digits(1)}",
        f"{r.whole(0, 26):02d}-{r.capitals(2)}-{r.number(5)}",
        f"{r.capitals(2)}-{r.number(6)}",
        f"{r.number(13)}",
        f"E{r.number(8)}",
        f"{r.capitals(1)}{r.number(5)}{r.capitals(1)}",
        f"{r.capitals(4)}{r.digits(9)}",
    )


def phone(r: Chance) -> str:
    """A telephone or fax number."""
    return r.one(
        f"({r.number(3)}) {r.number(3)}-{r.digits(4)}",
        f"{r.number(3)}-{r.number(3)}-{r.digits(4)}",
        f"+{r.whole(1, 99)} {r.number(2)} {r.digits(4)} {r.digits(4)}",
        f"0{r.number(3)}/{r.number(6)}",
        f"0{r.whole(1, 9)} {r.digits(2)} {r.digits(2)} {r.digits(2)} {r.digits(2)}",
        f"0{r.number(4)} {r.digits(6)}",
        f"+{r.whole(20, 99)}{r.number(9)}",
        f"{r.number(3)}.{r.number(3)}.{r.digits(4)}",
        f"0{r.number(2)}-{r.number(7)}",
        f"x{r.number(4)}",
        f"0{r.number(9)}",
    )
