from cara_crm.reports.map import drawn
from cara_crm.territory.outlines import middle


def test_the_middle_of_a_square_is_its_middle():
    assert middle("M10 10h10v10h-10z") == (15, 15)


def test_the_department_with_most_is_the_darkest():
    areas = {area["name"]: area for area in drawn({"69": 10, "38": 2}, {"69": "Rhône", "38": "Isère"})["areas"]}
    assert (areas["Rhône"]["shade"], areas["Isère"]["shade"], areas["01"]["shade"]) == (5, 1, 0)
    assert (areas["Rhône"]["text"], areas["01"]["text"]) == ("10", "")


def test_every_number_stands_inside_the_map():
    assert all(0 < area["x"] < 1 and 0 < area["y"] < 1 for area in drawn({}, {})["areas"])
