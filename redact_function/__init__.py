"""Everything that knows Azure: the settings of the storage, the bindings, reading, writing and outcomes."""
