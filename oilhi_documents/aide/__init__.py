"""The guides of docs/ inside the application: pages, and which one speaks of which screen."""

from .pages import DOCS, IMAGES, MENU, ancre, lire, nommer, page
from .sections import choisir, lignes
