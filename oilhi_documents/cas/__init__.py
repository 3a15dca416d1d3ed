"""A case as a file: strict reading (pure), then play through the stable methods."""
