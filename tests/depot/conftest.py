"""Shared by the repository checks: what git tracks."""
import subprocess
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def racine():
    return RACINE


@pytest.fixture(scope="session")
def suivis():
    """Tracked files that exist (a clone without git has them all)."""
    sortie = subprocess.run(
        ["git", "-C", RACINE, "ls-files", "-z"], capture_output=True, text=True
    )
    if sortie.returncode:
        noms = [c.relative_to(RACINE) for c in RACINE.rglob("*")]
        noms = [n for n in noms if n.parts[0] == ".ci" or not any(
            p.startswith(".") or p == "__pycache__" for p in n.parts)]
    else:
        noms = [Path(nom) for nom in sortie.stdout.split("\0") if nom]
    return [nom for nom in noms if (RACINE / nom).is_file()]
