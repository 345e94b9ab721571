"""Cines: pictures of one place at many times, looked at for less than a look at each, and with none left out."""
