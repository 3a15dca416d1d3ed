"""What a mention rests on: a text of law blocks, a use or a doubt does not."""

import pytest
from rendu.base_legale import est_de_loi

TABLE = (
    # base -> wanted by a text of law
    ("CCH L. 511-11", True),
    ("CGCT L. 2131-1, L. 2131-2", True),
    ("CJA R. 421-1", True),
    ("C. env. L. 541-3 I", True),
    ("C. env. L. 541-3, voies et délais de recours", True),
    ("loi 89-462 art. 20-1", True),
    ("D.2", False),
    ("usage", False),
    ("CCH L. 521-1, usage", False),
    ("CRPA L. 122-1, à vérifier", False),
)


@pytest.mark.parametrize(("base", "de_loi"), TABLE)
def test_base(base, de_loi):
    assert est_de_loi(base) is de_loi
