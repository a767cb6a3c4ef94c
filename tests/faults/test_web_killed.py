"""The processes of the web server: one that is killed comes back; none outlives the one that started it."""

import os
import signal
import socket
import subprocess
import urllib.request

import pytest

from tests.faults import house as houses

pytestmark = pytest.mark.slow
PROCESSES = ("ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "stat=")  # understood by every ps


@pytest.fixture(params=["-m flask --app cara_crm web", "-m cara_crm.launcher"])
def served(request):
    """A house whose web server answers, that server (or what `make run` starts), and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with houses.built(getattr(request.config, "postgresql_url", "")) as house:
        house.environment |= {"PORT": str(port), "HOST": "127.0.0.1", "WEB_PROCESSES": "2"}
        server = house.start(*request.param.split())
        address = f"http://127.0.0.1:{port}/sign-in"
        houses.wait_until(lambda: answers(address) and len(children(server)) == 2)
        yield house, server, address


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def running():
    """{id: id of its parent} of every process; one that ended and was not fetched yet (Z) runs no more."""
    lines = subprocess.run(PROCESSES, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    return {int(id): int(parent) for id, parent, state in map(str.split, lines) if not state.startswith("Z")}


def children(process):
    return {id for id, parent in running().items() if parent == process.pid}


def test_a_process_that_is_killed_is_started_again(served):
    _house, server, address = served
    before = children(server)
    os.kill(min(before), signal.SIGKILL)
    houses.wait_until(lambda: len(children(server) - {min(before)}) == 2)
    houses.wait_until(lambda: answers(address))
    assert min(before) not in children(server)


def test_no_process_outlives_the_server(served):
    house, server, address = served
    left = children(server)
    house.end(server, signal.SIGKILL)
    houses.wait_until(lambda: not left & running().keys())
    assert not answers(address)


def test_it_stops_when_asked(served):
    house, server, address = served
    house.end(server, signal.SIGTERM)
    assert server.returncode == 0
    assert not answers(address)
