"""What a person found when looking at redacted images, and how it changes the next redaction of the same files."""
