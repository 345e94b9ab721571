"""Exit statuses of all commands."""

from __future__ import annotations

OK = 0
REFUSED = 1
"""Some file was refused (the others are done), or a figure is below what was asked for."""
USAGE = 2
"""Wrong usage, or a setting, a marks file or a ground truth that means nothing."""
STOPPED = 130
"""Ctrl-C; SIGTERM ends with 143."""
