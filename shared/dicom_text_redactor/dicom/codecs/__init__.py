"""Transfer syntaxes: what is compressed how, and the codecs."""
