"""Checks before signature: the seventeen points of an arrêté and the rules that void one."""

from . import acte, fond, procedure, visite  # noqa: F401 (each registers its controls)
from .registre import CONTROLES, controler

__all__ = ["CONTROLES", "controler"]
