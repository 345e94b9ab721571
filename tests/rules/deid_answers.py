"""What deid itself makes of files, in a process of its own: it changes pydicom's classes, and warns of old modules.

``python deid_answers.py RECIPE FOLDER`` prints a JSON object: for each file of the folder the labels' reasons, and the
SHA-256 of the mask of pixels that deid would fill.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import numpy as np


def main(recipe: str, folder: str) -> None:
    """Print deid's answers."""
    answers = {}
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        from deid.config import DeidRecipe
        from deid.dicom.pixels import clean_pixel_data, has_burned_pixels

        for path in sorted(Path(folder).iterdir()):
            # Anew for each: deid writes the coordinates that a file names into the recipe.
            found = has_burned_pixels(str(path), deid=DeidRecipe(recipe))
            filled = clean_pixel_data(str(path), found) == 0
            mask = hashlib.sha256(np.packbits(filled).tobytes()).hexdigest()
            answers[path.name] = {"flagged": len(found["results"]), "filled": int(filled.sum()), "mask": mask}
    print(json.dumps(answers))


if __name__ == "__main__":
    main(*sys.argv[1:])
