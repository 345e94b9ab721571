"""The file: reading it within limits, keeping its elements as they are, writing it."""
