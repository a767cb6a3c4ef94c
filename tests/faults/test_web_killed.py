"""The processes of the web server: one that is killed comes back; none outlives the one that started it."""

import os
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.faults import house as houses

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc").exists(), reason="Linux's /proc is read")]


@pytest.fixture
def served(request):
    """A house whose web server answers, that server, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with houses.built(getattr(request.config, "postgresql_url", "")) as house:
        house.environment |= {"PORT": str(port), "HOST": "127.0.0.1", "WEB_PROCESSES": "2"}
        server = house.start("-m", "flask", "--app", "cara_crm", "web")
        address = f"http://127.0.0.1:{port}/sign-in"
        houses.wait_until(lambda: answers(address))
        yield house, server, address


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def children(process):
    ids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return {int(one) for one in ids.split()}


def test_a_process_that_is_killed_is_started_again(served):
    _house, server, address = served
    before = children(server)
    os.kill(min(before), signal.SIGKILL)
    houses.wait_until(lambda: len(children(server)) == 2 and min(before) not in children(server))
    assert answers(address)


def test_no_process_outlives_the_server(served):
    house, server, address = served
    left = children(server)
    house.end(server, signal.SIGKILL)
    houses.wait_until(lambda: not any(Path(f"/proc/{one}").exists() for one in left))
    assert not answers(address)


def test_it_stops_when_asked(served):
    house, server, address = served
    house.end(server, signal.SIGTERM)
    assert server.returncode == 0
    assert not answers(address)
