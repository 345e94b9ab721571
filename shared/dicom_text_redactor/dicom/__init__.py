"""Everything that knows DICOM: reading, decoding, painting, marking and writing. It knows no text and no PHI.

pydicom's loggers and warnings repeat header values, so importing this package silences them for the process.
"""

from __future__ import annotations

import logging
import warnings

import pydicom

# pydicom sets its logger's level when it is imported, so it has to come first.
_LOGGER = logging.getLogger(pydicom.__name__)
_LOGGER.setLevel(logging.CRITICAL + 1)
_LOGGER.propagate = False

# `quiet.quietly` drops all warnings, but only as long as no other thread changes the filters in between.
warnings.filterwarnings("ignore", module=r"pydicom(\.|$)")
