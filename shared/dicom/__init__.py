"""Everything that knows DICOM: reading, decoding, painting, marking and writing. It knows no text and no PHI.

pydicom's loggers repeat header values, so importing this package silences them for the process.
"""

from __future__ import annotations

import logging

import pydicom

# pydicom sets its logger's level when it is imported, so it has to come first.
_LOGGER = logging.getLogger(pydicom.__name__)
_LOGGER.setLevel(logging.CRITICAL + 1)
_LOGGER.propagate = False
