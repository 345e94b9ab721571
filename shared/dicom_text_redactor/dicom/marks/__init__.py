"""What a redacted dataset says of itself."""
