"""The two public registers as a server on this machine: invented answers in the recorded shapes, and every trouble."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.factories import siren

MASK = "[NON-DIFFUSIBLE]"
SIREN = siren(777)
OFFICER = {
    "nom": "SECRETE",
    "prenoms": "PERSONNE",
    "date_de_naissance": "1970-01",
    "qualite": "Gérant",
    "type_dirigeant": "personne physique",
}


def head(**more: Any) -> dict[str, Any]:
    """A head office as the API writes it: latitudes are text, most fields null."""
    number = more.pop("siren", SIREN)
    return {
        "activite_principale": "30.20Z",
        "adresse": "BATIMENT C 12 RUE DE LA FORGE 69007 LYON 7",
        "cedex": None,
        "code_pays_etranger": None,
        "code_postal": "69007",
        "commune": "69387",
        "complement_adresse": "BATIMENT C",
        "date_fermeture": None,
        "departement": "69",
        "distribution_speciale": None,
        "dernier_numero_voie": None,
        "est_siege": True,
        "etat_administratif": "A",
        "indice_repetition": None,
        "latitude": "45.744100",
        "libelle_cedex": None,
        "libelle_commune": "LYON 7",
        "libelle_voie": "DE LA FORGE",
        "longitude": "4.841200",
        "numero_voie": "12",
        "siret": number + "00017",
        "tranche_effectif_salarie": "21",
        "type_voie": "RUE",
        **more,
    }


def company(siren: str = SIREN, *, siege: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A company with an officer, whom nobody may keep."""
    return {
        "siren": siren,
        "nom_complet": "FORGE FICTIVE (FOFI)",
        "nom_raison_sociale": "FORGE FICTIVE",
        "sigle": "FOFI",
        "siege": siege or head(siren=siren),
        "activite_principale": "30.20Z",
        "activite_principale_naf25": "30.20Y",
        "categorie_entreprise": "PME",
        "annee_categorie_entreprise": "2024",
        "date_fermeture": None,
        "date_mise_a_jour": "2026-10-17T11:48:05",
        "date_mise_a_jour_insee": "2026-10-05T15:39:38",
        "dirigeants": [OFFICER],
        "etat_administratif": "A",
        "nature_juridique": "5710",
        "tranche_effectif_salarie": "21",
        "annee_tranche_effectif_salarie": "2024",
        "statut_diffusion": "O",
        "matching_etablissements": [],
        "finances": None,
        "complements": {"est_association": False, "est_entrepreneur_individuel": False},
        **more,
    }


def masked(siren: str = SIREN) -> dict[str, Any]:
    """Published in part: the town and the department remain."""
    hidden = dict.fromkeys(("adresse", "code_postal", "libelle_voie", "type_voie", "numero_voie", "latitude"), MASK)
    place = head(siren=siren, **hidden, longitude=MASK, complement_adresse=MASK)
    names = dict.fromkeys(("nom_complet", "nom_raison_sociale", "sigle"), MASK)
    return company(siren, siege=place, statut_diffusion="P", **names)


def results(*found: dict[str, Any]) -> dict[str, Any]:
    return {"results": list(found), "total_results": len(found), "page": 1, "per_page": 10, "total_pages": 1}


def point(**more: Any) -> dict[str, Any]:
    """The geocoder's answer: [longitude, latitude], a score."""
    said = {
        "label": "12 Rue de la Forge 69007 Lyon",
        "score": 0.96,
        "id": "69387_1234_00012",
        "name": "12 Rue de la Forge",
        "postcode": "69007",
        "citycode": "69387",
        "city": "Lyon",
        "context": "69, Rhône, Auvergne-Rhône-Alpes",
        "type": "housenumber",
        "importance": 0.7,
        **more,
    }
    place = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [4.8412, 45.7441]}, "properties": said}
    return {"type": "FeatureCollection", "version": "draft", "features": [place], "licence": "ETALAB-2.0"}


class Registers:
    """`companies` and `geocoder` are what each says: JSON, bytes, a number (a status), or a function that writes."""

    def __init__(self, port: int) -> None:
        self.companies_url, self.geocoder_url = f"http://127.0.0.1:{port}/api", f"http://127.0.0.1:{port}/geocodage"
        self.companies: list[Any] = []
        self.geocoder: list[Any] = [point()]
        self.asked: list[tuple[str, dict[str, str]]] = []

    def next(self, where: str) -> Any:
        """What is said this time: one after the other, the last one for ever."""
        said = self.companies if where == "api" else self.geocoder
        if not said:
            return results() if where == "api" else {"type": "FeatureCollection", "features": []}
        return said.pop(0) if len(said) > 1 else said[0]


def status(code: int, body: bytes = b"{}", **headers: str) -> Any:
    """An answer with this status and these headers (`Retry_After` is Retry-After)."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return write


def silence(seconds: float) -> Any:
    """Takes the question and says nothing for so long."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        status(200)(handler)

    return write


def flood(handler: BaseHTTPRequestHandler) -> None:
    """Never stops, and does not say how much is coming."""
    handler.send_response(200)
    handler.end_headers()
    for _piece in range(100_000):
        handler.wfile.write(b'{"results": [' + b" " * 65_536)


def _handler(registers: Registers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            registers.asked.append((parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}))
            said = registers.next(parts.path.split("/")[1])
            answer = (
                said if callable(said) else status(200, said if isinstance(said, bytes) else json.dumps(said).encode())
            )
            try:
                answer(self)
            except OSError:  # who asked has hung up
                self.close_connection = True

        def log_message(self, *_said: Any) -> None:
            """Silent."""

    return Handler


@contextmanager
def running() -> Iterator[Registers]:
    """Both registers, on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    registers = Registers(server.server_port)
    server.RequestHandlerClass = _handler(registers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield registers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
