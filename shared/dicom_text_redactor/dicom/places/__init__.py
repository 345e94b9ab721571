"""Other places of an image in which text hides, and which are cleared."""
