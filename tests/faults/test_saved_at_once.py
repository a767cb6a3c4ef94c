"""Two people who save one form in the same instant: one of them is shown what the other one wrote."""

import pytest

from tests.faults import house as houses

pytestmark = pytest.mark.slow
PEOPLE = 3
PREPARE = """
import sys
from datetime import timedelta
from pathlib import Path
from cara_crm import create_app
from cara_crm.accounts.models import UserSession
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db
from tests import factories as f

with create_app().test_request_context(method="POST"):
    made = f.group("Groupe Alpha")
    f.member(group_id=made.id)
    for n in range(int(sys.argv[2])):
        expires = clock.now() + timedelta(days=1)
        who = f.user(Role.ADMINISTRATOR, email=f"personne{n}@cluster.example")
        db.session.add(UserSession(user=who, token_hash=token_hash(f"token{n}"), expires_at=expires))
    db.session.commit()
    Path(sys.argv[1]).write_text(f"/members/groups/{made.id}")
"""
SAVE = """
import sys, time
from pathlib import Path
from cara_crm import create_app
from cara_crm.core.forms import SharedForm
from tests.browse import filled

folder, url, me, people = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
compare = SharedForm.is_overtaken_by

def compare_slowly(self, present):
    found = compare(self, present)
    time.sleep(0.5)
    return found

SharedForm.is_overtaken_by = compare_slowly
client = create_app().test_client()
with client.session_transaction() as cookie:
    cookie["_user_id"], cookie["_fresh"] = f"token{me}", True
form = filled(client.get(url).get_data(as_text=True), url)
(folder / f"read{me}").touch()
while len(list(folder.glob("read*"))) < people:
    time.sleep(0.01)
answer = client.post(url, data={**form, "name": f"Alpha {me}"})
(folder / f"answer{me}").write_text(str(answer.status_code))
"""


def test_who_saves_in_the_same_instant_is_shown_what_was_saved(request, tmp_path):
    with houses.built(getattr(request.config, "postgresql_url", "")) as house:
        finish(house.start("-c", PREPARE, str(tmp_path / "url"), str(PEOPLE)))
        url = (tmp_path / "url").read_text()
        for process in [house.start("-c", SAVE, str(tmp_path), url, str(n), str(PEOPLE)) for n in range(PEOPLE)]:
            finish(process)
    answers = sorted((tmp_path / f"answer{n}").read_text() for n in range(PEOPLE))
    assert answers == ["303", *["409"] * (PEOPLE - 1)]


def finish(process):
    trouble = process.communicate(timeout=houses.PATIENCE_SECONDS)[1]
    assert process.returncode == 0, trouble.decode()
