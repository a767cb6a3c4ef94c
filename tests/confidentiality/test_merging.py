from cara_crm.confidentiality.suppression.merging import coarsen, is_small_sector, merge_small

REGION = {"ain": "aura", "drome": "aura", "cher": "cvl"}
GROUPS = {"ain": range(8), "drome": range(6, 9), "cher": range(20, 30)}
PEOPLE = {"ain": 30, "drome": 20, "cher": 40}


def merged(members):
    return merge_small(("ain", "drome", "cher"), GROUPS, PEOPLE, REGION, members=members)


def test_a_small_sector_speaks_by_region():
    assert merged(members=99).labels == ("aura", "cvl")


def test_a_group_of_two_departments_counts_once_in_its_region():
    assert len(merged(members=99).groups["aura"]) == 9


def test_populations_add():
    assert merged(members=99).population == {"aura": 50, "cvl": 40}


def test_in_a_larger_sector_only_what_would_be_withheld_merges():
    assert merged(members=100).labels == ("aura", "cher")


def test_a_label_without_a_coarser_one_stays():
    assert coarsen(("ain", "unknown"), {}, {}, REGION).labels == ("aura", "unknown")


def test_a_hundred_members_are_no_small_sector():
    assert (is_small_sector(99), is_small_sector(100)) == (True, False)
