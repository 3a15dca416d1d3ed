"""Pure-Python legal cores: no Odoo import, deterministic, testable without a database."""
