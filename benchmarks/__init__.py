"""How fast and how small the program is, measured on files that are made here, beside another tool."""
