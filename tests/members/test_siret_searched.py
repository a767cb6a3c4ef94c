"""The list of members when a SIRET is searched."""

import re

from tests import factories as f


def test_a_siret_of_an_unknown_site_finds_the_company_in_the_list(sign_in, browse):
    sign_in(f.user())
    f.member("Forge Fictive", siren="000000521", folded="forge fictive 000000521")
    f.member("Autre Maison", siren="000000539", folded="autre maison 000000539")
    html = browse("/members?q=000 000 521 00005")
    assert "Forge Fictive" in html
    assert not re.search(r">\s*Autre Maison", html)
