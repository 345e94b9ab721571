"""The trainer of the reader: the network that reads a line quickly (docs/reader.md)."""
