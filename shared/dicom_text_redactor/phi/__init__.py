"""Judging words: which of the words on an image identify somebody, and which are clinical. It never sees pixels."""
