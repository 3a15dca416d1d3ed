"""The parts of the ``./oilhi`` command (standard library only until its environment exists)."""
