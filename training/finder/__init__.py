"""The finder: a small network that tells where writing is, trained on text that is drawn here.

`training.finder.crops` draws what it learns from, `learn` trains it, `export` writes the file that the program ships,
`measure` compares it with others. Only `net`, `learn` and `export` need PyTorch, which has an environment of its own:
see training/requirements.txt and ``make train-finder``.
"""
