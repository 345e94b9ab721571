"""Made screens: words as devices print them, with what each of them is, and the header of the file beside them.

The judge, the finder and the reader of text learn from them, and are measured by them. No screen shows anybody, and
none was copied: people, places, numbers and texts are drawn by chance. See `training.screens.kinds` for the kinds there
are, and `training.screens.kinds.registry` for how another one is added.
"""

from training.screens.making import make, make_many
from training.screens.screen import Printed, Role, Screen

__all__ = ["Printed", "Role", "Screen", "make", "make_many"]
