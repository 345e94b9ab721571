"""A process that tries mutants: a number in on each line, what became of it out. What kills it kills nobody else."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

import pytest

from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from tests.hostile.bases import bases
from tests.hostile.mutations import mutant
from tests.hostile.stamping import stamp
from tests.hostile.trial import Outcome, attempt

READY = "ready"
LIMIT_S = 20.0
MOST_MB = 1200.0
_MAX_BYTES = 64 << 20
_MAX_PIXELS = 16_000_000
_ADDRESS_SPACE = 8 << 30
_WHOLE_WAY = 10


def main() -> None:
    """Serve until the input ends; the argument is the seed."""
    seed = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    redactor = Redactor(
        RedactionSettings(
            ner_model="", max_bytes=_MAX_BYTES, max_pixels=_MAX_PIXELS, timeout_s=LIMIT_S, overlays="judge"
        )
    )
    known = bases()
    print(READY, flush=True)
    for line in sys.stdin:
        _, _, data = mutant([base.data for base in known], seed, int(line))
        print(json.dumps(asdict(_attempt(redactor, int(line), data))), flush=True)


def _attempt(redactor: Redactor, number: int, data: bytes) -> Outcome:
    """Every tenth mutant goes the whole way; in the others a box is painted wherever there is a picture."""
    if number % _WHOLE_WAY == 0:
        return attempt(redactor, data, MOST_MB)
    with pytest.MonkeyPatch.context() as patch:
        stamp(patch)
        return attempt(redactor, data, MOST_MB)


if __name__ == "__main__":
    main()
