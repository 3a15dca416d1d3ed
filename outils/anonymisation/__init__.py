"""./oilhi anonymise: a copy for training, where nobody can be recognised."""
