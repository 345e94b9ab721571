"""Everything that knows DICOM: reading, decoding, painting, marking and writing. It knows no text and no PHI."""
