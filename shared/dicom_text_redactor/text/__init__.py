"""Everything that knows text in pictures: where it stands, and what it says. It knows no names and no DICOM files."""
