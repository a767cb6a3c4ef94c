"""The long commands: an import of all rows into an empty register, the export of all, a report of 40 positions."""

import csv
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import product
from cara_crm.core import clock
from cara_crm.demonstration import names
from cara_crm.demonstration.cast import by_code
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Consent, Issue, IssueConsent, IssueState
from cara_crm.members.models import Member
from cara_crm.positions.models import Position, PositionIssue
from cara_crm.sectors.models import Sector

POSITIONS, VOICES = 40, 38


def timed(url: str, folder: Path, *arguments: str) -> str:
    """Seconds and peak memory of one command, as the shell would see them."""
    environment = {**os.environ, "SECRET_KEY": product.KEY, "DATABASE_URL": url, "INSTANCE": str(folder)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "cara_crm", *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, _peak_kb(process.pid))
        time.sleep(0.05)
    spent = time.perf_counter() - started
    ended = f" (exit status {process.returncode})" if process.returncode else ""
    return f"{spent:.2f} s, {peak // 1024} MB{ended}"


def _peak_kb(process: int) -> int:
    """The most memory that a running process has held so far."""
    try:
        found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(), re.M)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def write_list(path: Path, rows: int) -> None:
    """A list as members get them: semicolons, Windows-1252, French headers."""
    towns = list(names.TOWNS.values())
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Raison sociale", "SIREN", "Code postal", "Commune", "Catégorie"))
        for n in range(rows):
            code, town = towns[n % len(towns)]
            writer.writerow((f"{names.company('AUTO', n)} {n}", names.siren(50_000 + n), code, town, "PME"))


def measure_commands(url: str, folder: Path, members: int) -> dict[str, Any]:
    source = folder / "list.csv"
    write_list(source, members)
    app = product.make_app(url, folder)
    with app.app_context():
        positions_of_a_year()
        db.session.commit()
    year = clock.today().year
    return {
        f"report of {POSITIONS} positions": timed(
            url,
            folder,
            "reports",
            "build",
            "FIF",
            "--from",
            f"{year}-01-01",
            "--to",
            f"{year}-12-31",
            "--out",
            str(folder),
        ),
        f"import of {members} rows": timed(url, folder, "members", "import", str(source)),
        "the same again": timed(url, folder, "members", "import", str(source)),
        "export CSV": timed(url, folder, "members", "export", "--format", "csv"),
        "export XLSX": timed(url, folder, "members", "export", "--format", "xlsx"),
    }


def positions_of_a_year() -> None:
    """Forty positions of the rail federation, 1,520 issues behind them."""
    federation, sector = by_code(Federation)["FIF"], by_code(Sector)["RAIL"]
    members = db.session.query(Member).filter_by(main_sector_id=sector.id).limit(200).all()
    for n in range(POSITIONS):
        position = Position(
            federation_id=federation.id, priority_id=federation.priorities[n % 5].id, title=f"Sujet {n}",
            statement="Les délais d’essai dépassent ceux des commandes, et les petites séries n’y résistent pas.",
            why="Les pièces manquent en maintenance.", request="Reconnaître les essais existants.",
            examples="Un fournisseur a payé deux fois le même essai.",
        )  # fmt: skip
        position.sectors.append(sector)
        for k in range(VOICES):
            issue = Issue(
                member=members[(n * VOICES + k) % len(members)], state=IssueState.QUALIFIED, title="Essais",
                what_happens="Les essais sont à refaire.", submitted_at=clock.now(), qualified_at=clock.now(),
            )  # fmt: skip
            issue.sectors.append(sector)
            issue.consents.append(IssueConsent(federation_id=federation.id, consent=Consent.ANONYMOUS))
            position.links.append(PositionIssue(issue=issue, federation_id=federation.id, issue_revision=1))
        db.session.add(position)
