"""`make bench`: 10,000 members with two contacts each, over HTTP on the production server, on SQLite and PostgreSQL.

A table on the screen and what it says of the aims, the same as JSON in build/bench-10000.json. `make bench SCALE=10`
takes ten times the members and contacts, and stands beside the run at 10,000 when there was one; BENCH_MEMBERS and
BENCH_SECONDS change size and patience.
"""

import json
import os
import platform
import re
import secrets
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks import aims, commands, mail, peers, product
from benchmarks.load import Request, measure
from tests.postgresql import Server, create_database

MEMBERS = int(os.environ.get("BENCH_MEMBERS") or 10_000 * int(os.environ.get("SCALE") or 1))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
PORTS = {"product": 8110, "floor": 8111, "django": 8112}
WORD = "roulebille"
LETTERS = str.maketrans("0123456789", "ghijklmnop")
PAGES = {
    "list": "/members",
    "filtered list": f"/members?q={WORD}&sector=1",
    "deep page": "",  # filled with a cursor of the middle of the list
    "record": f"/members/{MEMBERS // 2}",
    "search box": f"/search?q={WORD}",
}
FLOOR_PAGES = {
    "list": "/members",
    "filtered list": "/members?sector=1&q=meca",
    "deep page": f"/members?page={MEMBERS // 100}",
    "record": f"/members/{MEMBERS // 2}",
}
DJANGO = "/admin/crm/member/"
DJANGO_PAGES = {
    "list": DJANGO,
    "filtered list": f"{DJANGO}?q=meca&sector__id__exact=1",
    "deep page": f"{DJANGO}?p={MEMBERS // 100}",
    "record": f"{DJANGO}{MEMBERS // 2}/change/",
}


def get(path: str, cookie: str) -> Any:
    headers = {"Cookie": cookie, "Accept-Language": "fr"}
    return lambda _n: ("GET", path, None, headers)


def both(port: int, make: Any) -> list[dict[str, Any]]:
    """One connection, then eight."""
    return [measure("127.0.0.1", port, make, connections=c, seconds=SECONDS).as_dict() for c in (1, 8)]


def pages(port: int, paths: dict[str, str], cookie: str) -> dict[str, Any]:
    return {label: both(port, get(path, cookie)) for label, path in paths.items()}


def fetch(port: int, path: str, cookie: str) -> tuple[str, str]:
    """A page and the cookie that the browser has after it."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=60) as response:
        jar = dict(part.split("=", 1) for part in cookie.split("; "))
        jar |= dict(sent.split(";")[0].split("=", 1) for sent in response.headers.get_all("Set-Cookie", []))
        return response.read().decode(), "; ".join(f"{name}={value}" for name, value in jar.items())


def deep_cursor(port: int, cookie: str) -> str:
    """The address of a page in the middle of the list, reached by following "next"."""
    path = "/members"
    for _ in range(MEMBERS // 100):
        html, cookie = fetch(port, path, cookie)
        found = re.search(r'href="([^"]*after=[^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*after=[^"]+)"', html)
        if not found:
            return path
        path = (found[1] or found[2]).replace("&amp;", "&")
        path = path if path.startswith("/") else "/members" + path
    return path


def creating(port: int, cookie: str, *, page: str, token_name: str, fields: dict[str, str], name: str) -> Any:
    """Requests that each create one record, with the token of the form's page."""
    html, cookie = fetch(port, page, cookie)
    token = re.search(rf'name="{token_name}"[^>]*value="([^"]+)"', html)
    assert token, f"no form at {page}"
    action = re.search(r'method="post"[^>]*action="(/members[^"]*)"', html)
    target = action[1] if action else page
    headers = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://127.0.0.1:{port}{page}",
    }

    def make(_n: int) -> Request:
        values = fields | {token_name: token[1], name: _name()}
        return "POST", target, urllib.parse.urlencode(values).encode(), headers

    return make


def bench_product(url: str, folder: Path) -> dict[str, Any]:
    app = product.make_app(url, folder)
    cookie = product.cookie(app, product.fill(app, MEMBERS))
    port = PORTS["product"]
    with product.serving(url, folder, port) as leader:
        paths = PAGES | {"deep page": deep_cursor(port, cookie)}
        found: dict[str, Any] = {"pages": pages(port, paths, cookie)}
        form = creating(port, cookie, page="/members/new", token_name="csrf_token", fields=CREATE, name="legal_name")
        found["pages"]["create"] = both(port, form)
        found["memory_mb"] = product.memory_mb(leader)
    found["queries"] = product.queries(app, cookie, paths)
    found["commands"] = commands.measure_commands(url, folder, MEMBERS)
    found["mail"] = mail.measure_mail(url, folder)
    return found


def _name() -> str:
    """Unlike every other, so that nobody is asked whether it is the same."""
    return secrets.token_hex(8).translate(LETTERS)


CREATE = {"category": "sme", "status": "prospect", "siren": "", "version": "0"}


def bench_peers(server: Server) -> dict[str, Any]:
    if not peers.are_there():
        return {}
    found: dict[str, Any] = {}
    for label, url in (("floor, SQLite", ""), ("floor, PostgreSQL", server.url)):
        with peers.floor(MEMBERS, PORTS["floor"], url) as cookie:
            found[label] = {"pages": pages(PORTS["floor"], FLOOR_PAGES, cookie)}
    with peers.django(MEMBERS, PORTS["django"], server.url) as cookie:
        port = PORTS["django"]
        found["django"] = {"pages": pages(port, DJANGO_PAGES, cookie)}
        fields = {
            "siren": "123456789", "type": "PME", "address": "1 rue", "city": "Lyon", "postcode": "69003", "sector": "1",
            "status": "actif", "email": "a@b.example", "phone": "0", "joined": "2026-01-01",
            "contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0",
            "contact_set-TOTAL_FORMS": "0", "contact_set-INITIAL_FORMS": "0",
        }  # fmt: skip
        form = creating(
            port, cookie, page=f"{DJANGO}add/", token_name="csrfmiddlewaretoken", fields=fields, name="name"
        )
        found["django"]["pages"]["create"] = both(port, form)
    return found


def table(results: dict[str, Any]) -> str:
    """One line a page and system: p50 and p95 at one connection, requests a second at one and eight, bytes, queries."""
    lines = [f"{'':24}{'':14}{'p50 ms':>9}{'p95 ms':>9}{'rps 1':>8}{'rps 8':>8}{'kB':>7}{'queries':>9}{'errors':>8}"]
    for system, found in results.items():
        if not isinstance(found, dict) or "pages" not in found:
            continue
        for label, (one, eight) in found["pages"].items():
            queries = found.get("queries", {}).get(label, "")
            lines.append(
                f"{system:24}{label:14}{one['p50']:>9}{one['p95']:>9}{one['rps']:>8}{eight['rps']:>8}"
                f"{one['bytes'] / 1000:>7.1f}{queries:>9}{one['errors'] + eight['errors']:>8}"
            )
        for label, value in found.get("commands", {}).items():
            lines.append(f"{system:24}{label}: {value}")
        if "mail" in found:
            lines.append(f"{system:24}{_about_mail(found['mail'])}")
        if "memory_mb" in found:
            lines.append(f"{system:24}memory of 4 web processes and a worker: {found['memory_mb']} MB")
    return "\n".join(lines)


def _about_mail(measured: dict[str, Any]) -> str:
    one, two = measured["a_second"].values()
    queued = f"a relay to {measured['people']} people: queued in {measured['queued_seconds']} s"
    return f"{queued}, then {one} mails a second with one worker, {two} with two"


def main() -> None:
    results: dict[str, Any] = {
        "members": MEMBERS,
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
    }
    with tempfile.TemporaryDirectory() as folder:
        results["product, SQLite"] = bench_product(f"sqlite:///{folder}/bench.db", Path(folder))
    server = Server.start(port=peers.DJANGO_PORT)
    try:
        with tempfile.TemporaryDirectory() as folder:
            results["product, PostgreSQL"] = bench_product(create_database(server.url, "cara_bench"), Path(folder))
        results |= bench_peers(server)
    finally:
        server.stop()
    folder = peers.ROOT / "build"
    smaller, target = folder / "bench-10000.json", folder / f"bench-{MEMBERS}.json"
    results["aims"] = aims.lines(results, json.loads(smaller.read_text()) if smaller.exists() else None)
    folder.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=1))
    print(table(results))
    print("\n".join(results["aims"]))
    print(f"The same as JSON: {target.relative_to(peers.ROOT)}")


if __name__ == "__main__":
    main()
