"""What a file claims to be, told from its name and its first bytes before anybody parses it.

A folder of images holds other things as well: a `.DS_Store`, a list, the directory of a disc. What shows no sign of
DICOM can be left aside. Whatever shows one, in its content or its name, has to be read, and refused if that fails:
a damaged image must not pass for a note.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

Kind = Literal["dicom", "dicomdir", "other"]

HEAD = 4096
"""How many bytes of a file's begin are looked at."""

_NAMES = frozenset((".dcm", ".dicom", ".dic", ".ima"))
_SIGNS = (b"DICM", b"1.2.840.10008.")  # the prefix of PS3.10 7.1; the root of the standard's own UIDs, PS3.6 annex A
_DIRECTORY = re.compile(rb"\x02\x00\x02\x00UI\x14\x001\.2\.840\.10008\.1\.3\.10")
"""Media Storage SOP Class UID (0002,0002): Media Storage Directory Storage (PS3.4 annex B); group 2 is explicit VR,
little endian."""
_RESOURCE_FORK = b"\x00\x05\x16\x07"  # AppleDouble: macOS writes `._scan.dcm` beside `scan.dcm` on foreign disks


def kind_of(head: bytes, path: PurePath) -> Kind:
    """What a file claims to be.

    ``dicom``: its begin is that of a DICOM file or of a data set without one; or its first `HEAD` bytes, which are no
    text, hold a sign of DICOM, as those of a file do whose begin was lost; or its name ends like that of a DICOM file.
    ``dicomdir``: it is the directory of a disc or folder, which lists files and holds no image. ``other``: nothing
    of the kind; `dicom_text_redactor.dicom.files.reading.read` refuses it as `NotDicom`.

    head: the first `HEAD` bytes of the file.
    """
    if has_preamble(head) or begins_like_dicom(head):
        return "dicomdir" if _DIRECTORY.search(head) else "dicom"
    if b"\x00" in head and any(sign in head for sign in _SIGNS):
        return "dicom"
    if path.suffix.lower() in _NAMES and not head.startswith(_RESOURCE_FORK):
        return "dicom"
    return "other"


def has_preamble(head: bytes) -> bool:
    """Whether a file begins with a preamble and DICOM's prefix (PS3.10 7.1)."""
    return head[128:132] == b"DICM"


def begins_like_dicom(head: bytes) -> bool:
    """Whether the first element is one that data sets without a header begin with: group 2 or 8."""
    if len(head) < 16:
        return False
    little, big = int.from_bytes(head[:2], "little"), int.from_bytes(head[:2], "big")
    if little in (0x0002, 0x0008):
        element = int.from_bytes(head[2:4], "little")
    elif big in (0x0002, 0x0008):
        element = int.from_bytes(head[2:4], "big")
    else:
        return False
    return element <= 0x0100
