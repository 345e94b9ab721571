"""The commands of ``dicom-redact``, a module each, and the modules that these share.

A command's module is light to import, since all of them are for ``--help``. It offers ``HELP``, a line that says
what it does; ``add_arguments(parser)``; and ``run(parsed)``, which returns the exit status and raises
`SettingError` for wrong usage. A new one is added to `NAMES`. Commands about the storage of the service are modules of
the same kind, in a package beside this one, since nothing here knows Azure.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_HERE, _SERVICE = __name__, "redact_function.commands"

_OF_THE_SERVICE = ("enqueue", "status", "refused")
_HAS_SERVICE = find_spec(_SERVICE.partition(".")[0]) is not None

NAMES = (
    "redact",
    "inspect",
    "review",
    "confirm",
    "evaluate",
    "truth",
    "suggest-regions",
    *(_OF_THE_SERVICE if _HAS_SERVICE else ()),
)
"""The commands, each the name of a module with hyphens for underscores, in the order of the help."""


def command(name: str) -> ModuleType:
    """The module of a command."""
    return import_module(f"{_SERVICE if name in _OF_THE_SERVICE else _HERE}.{name.replace('-', '_')}")
