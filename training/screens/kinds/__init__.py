"""The kinds of screens, a module for each family."""

from training.screens.kinds import films, letters, ultrasound, viewers, worklists
from training.screens.kinds.registry import KINDS, Kind

__all__ = ["KINDS", "Kind", "films", "letters", "ultrasound", "viewers", "worklists"]
