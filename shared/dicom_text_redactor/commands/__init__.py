"""The commands of ``dicom-redact``, a module each, and the modules that these share.

A command's module is light to import, since all of them are for ``--help``. It offers ``HELP``, a line that says
what it does; ``add_arguments(parser)``; and ``run(parsed)``, which returns the exit status and raises
`SettingError` for wrong usage. A new one is added to `NAMES`.
"""

from __future__ import annotations

NAMES = ("redact", "inspect", "review", "evaluate", "truth")
"""The commands, each the name of a module of this package, in the order of the help."""
