"""A product said of one or of several."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, find_leaks

PAIRS = [
    ("crabots hélicoïdaux", "crabot hélicoïdal"),
    ("crabot hélicoïdal", "crabots hélicoïdaux"),
    ("crabots hélicoïdaux", "crabotage hélicoïdal, crabot hélicoïdal"),
    ("bride hélicoïdale", "brides hélicoïdales"),
    ("vitraux crantés", "vitrail cranté"),
    ("baux crantés", "bail cranté"),
    ("barreaux crantés", "barreau cranté"),
    ("essieux crantés", "essieu cranté"),
    ("tuyaux crantés", "tuyau cranté"),
]


@pytest.mark.parametrize(("product", "said"), PAIRS)
def test_a_product_in_the_other_number_is_the_same(product, said):
    known = LeakIndex([RegisterEntry(id=1, products=(product,))])
    assert [leak.kind for leak in find_leaks(f"Un fabricant de {said} attend.", known)] == [LeakKind.COMBINATION]
