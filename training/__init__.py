"""Tools that make what the program learns from; nothing of it is deployed."""
