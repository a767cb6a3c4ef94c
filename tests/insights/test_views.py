import pytest

from cara_crm.core.permissions import Role
from tests import factories


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.OBSERVER, Role.MANAGER])
def test_figures_open_for_who_may_see_them(sign_in, browse, role):
    sign_in(factories.user(role))
    assert "Who was heard" in browse("/insights")


def test_a_small_figure_is_withheld_on_the_page(sign_in, browse):
    factories.issue(factories.member("Seul"))
    sign_in(factories.user(Role.OBSERVER))
    assert "Withheld</" in browse("/insights")
