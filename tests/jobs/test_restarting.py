"""A failed job is done again from the health page."""

import pytest

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.jobs import services
from cara_crm.jobs.models import Job, JobState
from tests import factories

SYSTEM = Actor.system("test")


def failed_job(**payload) -> Job:
    job = services.enqueue("relays.send", payload=payload, by=SYSTEM)
    job.attempts, job.claimed_by = 3, "w"
    services.fail(job.id, "The worker ended three times while it did this.")
    db.session.flush()
    return job


def test_a_failed_job_is_done_again_once():
    job = failed_job(relay=1)
    services.restart(job, by=SYSTEM)
    assert (job.state, job.attempts, job.error, job.finished_at) == (JobState.QUEUED, 0, None, None)
    assert services.claim_next("w2") == job.id
    with pytest.raises(services.CannotBeRestarted):
        services.restart(job, by=SYSTEM)


def test_what_was_asked_for_again_since_is_not_done_twice():
    first, other = failed_job(relay=1), failed_job(relay=2)
    services.enqueue("relays.send", payload={"relay": 1}, by=SYSTEM)
    with pytest.raises(services.CannotBeRestarted):
        services.restart(first, by=SYSTEM)
    services.restart(other, by=SYSTEM)


def test_the_health_page_restarts_it(sign_in, post, browse):
    job = failed_job(relay=1)
    sign_in(factories.user(Role.ADMINISTRATOR))
    db.session.commit()
    assert "Do it again" in browse("/settings/health")
    page = "/settings/health"
    assert post(page, f"/settings/health/jobs/{job.id}/restart", {}).status_code == 303
    db.session.refresh(job)
    assert job.state is JobState.QUEUED
    assert post(page, f"/settings/health/jobs/{job.id + 1}/restart", {}).status_code == 404
