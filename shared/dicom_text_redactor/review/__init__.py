"""One page on which a person goes through a batch of redacted files, made from nothing but the output."""
