"""The copy for training: a database where nobody can be recognised (``./oilhi anonymise``)."""
