"""The kinds of screens, a module for each family: importing it registers them."""

from __future__ import annotations

import importlib
import pkgutil

from training.screens.kinds.registry import KINDS, Kind

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")

__all__ = ["KINDS", "Kind"]
