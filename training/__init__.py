"""Tools that make what the program learns from, and learn from it; nothing of this is deployed."""
