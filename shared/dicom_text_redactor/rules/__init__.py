"""Rules that a site brings along: which areas of which scanners' images are painted, whatever anybody reads there.

Two languages exist, and both are read: scripts of RSNA CTP's DicomPixelAnonymizer (`ctp`) and recipes of pydicom's deid
(`deid`). Each has a module, and what they have in common has one: elements, conditions over them, coordinates.
"""
