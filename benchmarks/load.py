"""A small HTTP load: some connections, each a thread with a keep-alive connection of its own."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

Request = tuple[str, str, bytes | None, dict[str, str]]


@dataclass(frozen=True)
class Measure:
    """Latencies in milliseconds, throughput in requests a second, size in bytes a response, errors counted."""

    connections: int
    requests: int
    p50: float
    p95: float
    rps: float
    bytes: int
    errors: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def measure(host: str, port: int, make: Callable[[int], Request], *, connections: int, seconds: float) -> Measure:
    """Ask `make(n)` for the n-th request and send it, as fast as answers come, for some seconds."""
    times: list[float] = []
    sizes: list[int] = []
    errors: list[int] = []
    end = time.perf_counter() + seconds
    started = time.perf_counter()

    def ask(thread: int) -> None:
        connection, n = http.client.HTTPConnection(host, port, timeout=60), thread
        while time.perf_counter() < end:
            method, path, body, headers = make(n)
            before = time.perf_counter()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
            times.append((time.perf_counter() - before) * 1000)
            sizes.append(len(content))
            if response.status >= 400:
                errors.append(response.status)
            n += connections
        connection.close()

    threads = [threading.Thread(target=ask, args=(k,)) for k in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - started
    return _summary(connections, times, sizes, errors, spent)


def _summary(connections: int, times: list[float], sizes: list[int], errors: list[int], spent: float) -> Measure:
    ordered = sorted(times)
    return Measure(
        connections=connections,
        requests=len(ordered),
        p50=round(ordered[len(ordered) // 2], 2),
        p95=round(ordered[int(len(ordered) * 0.95)], 2),
        rps=round(len(ordered) / spent, 1),
        bytes=sum(sizes) // max(1, len(sizes)),
        errors=len(errors),
    )
