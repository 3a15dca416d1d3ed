"""The benches: one file each, run inside Odoo on the generated database.

A bench is a module with a docstring (its first line is what ``./oilhi bench`` says of it) and
``mesurer(env, chrono, dire)``, which returns the lines to print and the values to keep.
"""
