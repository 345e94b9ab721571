"""`make check-listener`: what the storage triggers of Microsoft's own code do, held against what is noted down of them.

`facts.json` holds what was seen of them, and `make test` compares the host of `local/` with it. This runs the real ones
again. Exit status 0: they do what is noted down; 1: they do something else; 2: there is no storage listener.

    python -m tests.listener [--write]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from local import listener
from tests.listener.hosts import HOST_IDS, storage_listener
from tests.listener.observing import Facts, observe

FACTS = Path(__file__).with_name("facts.json")


def differences(noted: Facts, seen: Facts, where: str = "") -> list[str]:
    """What is not the same, a line each."""
    found = []
    for key in sorted(noted.keys() | seen.keys()):
        one, other = noted.get(key), seen.get(key)
        place = f"{where}{key}"
        if isinstance(one, dict) and isinstance(other, dict):
            found += differences(one, other, f"{place}: ")
        elif one != other:
            noted_text, seen_text = (json.dumps(each, ensure_ascii=False) for each in (one, other))
            found.append(f"{place}:\n  noted {noted_text}\n  seen  {seen_text}")
    return found


def main(arguments: list[str]) -> int:
    """Run the real triggers, and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.listener", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="note down what is seen")
    parsed = parser.parse_args(arguments)
    if listener.program() is None:
        print("There is no storage listener: set LISTENER to its path.", file=sys.stderr)
        return 2
    seen = observe(storage_listener, HOST_IDS["listener"])
    if parsed.write:
        FACTS.write_text(json.dumps(seen, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    found = differences(json.loads(FACTS.read_text(encoding="utf-8")), seen)
    print("\n".join(found) or "The storage triggers do what is noted down of them.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
