"""Boxes painted into stored pixels."""
