"""The only reader of the environment. Fails at start on a missing secret or a contradiction."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SECRET_LENGTH = 32
TOKEN_LENGTH = 16
LOG_FORMATS = {"text", "json"}
COMPANIES_URL = "https://recherche-entreprises.api.gouv.fr"
GEOCODER_URL = "https://data.geopf.fr/geocodage"
MAILBOX_SCHEMES = {"imap", "imaps"}
MAIL_SCHEMES = {"smtp", "smtps", "smtp+starttls"}


class ConfigurationError(click.ClickException):
    """A setting is missing or contradicts another; its message is one sentence for who starts the program.

    Of click's kind, so that a command says the sentence and not where in the code it was found.
    """


def _is_yes(value: str) -> bool:
    return value.strip().lower() in {"1", "yes", "true", "on"}


def database_url(given: str, instance: Path) -> str:
    """`DATABASE_URL` as SQLAlchemy wants it; empty means a SQLite file in the instance folder."""
    if not given:
        return f"sqlite:///{instance / 'cara_crm.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    return given


def _leads_somewhere(mail_url: str) -> bool:
    """Has it a scheme that we speak, and a host and port, or a folder?"""
    try:
        parts = urlsplit(mail_url)
        if parts.scheme == "file":
            return bool(parts.path.strip("/"))
        return parts.scheme in MAIL_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, a bracket that is not closed
        return False


def _holds_mail(mailbox_url: str) -> bool:
    """Is it a folder with its whole path, or a server with an account?"""
    try:
        parts = urlsplit(mailbox_url)
        if parts.scheme == "maildir":
            return parts.path.startswith("/") and len(parts.path) > 1
        return parts.scheme in MAILBOX_SCHEMES and bool(parts.hostname and parts.username) and parts.port != 0
    except ValueError:
        return False


def _is_safe_to_ask(url: str) -> bool:
    """Is it https, or a server on this machine, without a password, a query or a fragment in it?"""
    try:
        parts = urlsplit(url)
        is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
        is_plain = not (parts.username or parts.password or parts.query or parts.fragment) and parts.port != 0
        return bool(parts.hostname) and is_plain and (parts.scheme == "https" or is_here)
    except ValueError:
        return False


@dataclass(frozen=True)
class Config:
    """Every setting of the application. The README's table says what each is for."""

    SECRET_KEY: str
    SQLALCHEMY_DATABASE_URI: str
    INSTANCE: Path
    HOST: str = "127.0.0.1"
    PORT: int = 8000
    BASE_URL: str = ""
    MAIL_URL: str = ""
    MAIL_FROM: str = "CARA <ne-pas-repondre@cara.invalid>"
    MAIL_REPLY_TO: str = ""
    MAIL_PER_MINUTE: int = 0
    MAILBOX_URL: str = ""
    MAILBOX_ADDRESS: str = ""
    METRICS_TOKEN: str = ""
    LOG_FORMAT: str = "text"
    DEMO: bool = True
    WEB_PROCESSES: int = 2
    SECURE_COOKIES: bool = False
    TRUSTED_PROXIES: int = 0
    MAX_UPLOAD_MB: int = 20
    MAX_PHOTOS_MB: int = 100
    MAX_DOCUMENT_MB: int = 10
    COMPANIES_URL: str = ""
    GEOCODER_URL: str = ""
    TESTING: bool = False

    def __post_init__(self) -> None:
        if len(self.SECRET_KEY) < SECRET_LENGTH:
            raise ConfigurationError(
                f"SECRET_KEY is missing or shorter than {SECRET_LENGTH} characters: "
                "set it in the environment or in .env (make run writes one to instance/secret_key)."
            )
        if self.MAX_DOCUMENT_MB > self.MAX_UPLOAD_MB:
            raise ConfigurationError("MAX_DOCUMENT_MB is more than MAX_UPLOAD_MB: no document of that size comes in.")
        if self.MAIL_URL and not _leads_somewhere(self.MAIL_URL):
            raise ConfigurationError(
                "MAIL_URL must be smtp://, smtps:// or smtp+starttls://[user:password@]host[:port], or file:///folder "
                "(write / : @ # % in a password as %2F %3A %40 %23 %25)."
            )
        self._check_mailbox()
        if self.METRICS_TOKEN and len(self.METRICS_TOKEN) < TOKEN_LENGTH:
            raise ConfigurationError(
                f"METRICS_TOKEN must have {TOKEN_LENGTH} characters or more; empty switches it off."
            )
        if self.LOG_FORMAT not in LOG_FORMATS:
            raise ConfigurationError("LOG_FORMAT must be text or json.")
        for name in ("COMPANIES_URL", "GEOCODER_URL"):
            if (url := getattr(self, name)) and not _is_safe_to_ask(url):
                raise ConfigurationError(
                    f"{name} must begin with https://, or lead to this machine; empty switches it off."
                )
        if not self.BASE_URL:
            object.__setattr__(self, "BASE_URL", f"http://{self.HOST}:{self.PORT}")

    def _check_mailbox(self) -> None:
        if self.MAILBOX_URL and not _holds_mail(self.MAILBOX_URL):
            raise ConfigurationError(
                "MAILBOX_URL must be maildir:/folder, imaps:// or imap://user:password@host[:port]/INBOX "
                "(write / : @ # % in a user or password as %2F %3A %40 %23 %25)."
            )
        local, _at, domain = self.MAILBOX_ADDRESS.partition("@")
        if self.MAILBOX_ADDRESS and not (local and "." in domain and "+" not in local):
            raise ConfigurationError(
                "MAILBOX_ADDRESS must be the mailbox's address without a tag: crm@cluster.example."
            )
        if bool(self.MAILBOX_URL) != bool(self.MAILBOX_ADDRESS):
            raise ConfigurationError(
                "MAILBOX_URL and MAILBOX_ADDRESS go together: which mailbox is read, and its address."
            )

    def flask(self) -> dict[str, Any]:
        """The same, as Flask and its extensions call them."""
        return asdict(self) | {
            "MAX_CONTENT_LENGTH": self.MAX_UPLOAD_MB * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "SESSION_COOKIE_NAME": "cara_session",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.SECURE_COOKIES,
            "WTF_CSRF_TIME_LIMIT": None,
            "SQLALCHEMY_ENGINE_OPTIONS": engine_options(self.SQLALCHEMY_DATABASE_URI),
        }


def engine_options(url: str) -> dict[str, Any]:
    """Words never stand in an error's text; a dead PostgreSQL connection is noticed before it is used."""
    options: dict[str, Any] = {"hide_parameters": True}
    return options | ({"pool_pre_ping": True, "pool_recycle": 1800} if url.startswith("postgresql") else {})


def _number(values: Mapping[str, str | None], name: str, default: int) -> int:
    given = values.get(name) or str(default)
    if not given.isdigit():
        raise ConfigurationError(f"{name} must be a whole number, not {given!r}.")
    return int(given)


def _values(environment: Mapping[str, str] | None) -> dict[str, str | None]:
    return {**dotenv_values(ROOT / ".env"), **(os.environ if environment is None else environment)}


def instance_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where the database file, the secret key and the mail folder are when nothing else is said."""
    return Path(_values(environment).get("INSTANCE") or ROOT / "instance").resolve()


def load(environment: Mapping[str, str] | None = None) -> Config:
    """Settings from the environment, else from `.env` at the project's root, else the defaults.

    Raises ConfigurationError with one sentence when something is missing or contradictory.
    """
    values = _values(environment)

    def text(name: str, default: str = "") -> str:
        return values.get(name) or default

    def unless_empty(name: str, default: str) -> str:
        """Set to nothing is a decision too."""
        said = values.get(name)
        return default if said is None else said.strip().rstrip("/")

    instance = instance_folder(environment)
    key_file = instance / "secret_key"
    stored = key_file.read_text().strip() if key_file.is_file() and os.access(key_file, os.R_OK) else ""
    return Config(
        SECRET_KEY=text("SECRET_KEY", stored),
        SQLALCHEMY_DATABASE_URI=database_url(text("DATABASE_URL"), instance),
        INSTANCE=instance,
        HOST=text("HOST", "127.0.0.1"),
        PORT=_number(values, "PORT", 8000),
        BASE_URL=text("BASE_URL").rstrip("/"),
        MAIL_URL=text("MAIL_URL"),
        MAIL_FROM=text("MAIL_FROM", Config.MAIL_FROM),
        MAIL_REPLY_TO=text("MAIL_REPLY_TO"),
        MAIL_PER_MINUTE=_number(values, "MAIL_PER_MINUTE", 0),
        MAILBOX_URL=text("MAILBOX_URL"),
        MAILBOX_ADDRESS=text("MAILBOX_ADDRESS").strip().lower(),
        METRICS_TOKEN=text("METRICS_TOKEN").strip(),
        LOG_FORMAT=text("LOG_FORMAT", "text").strip().lower(),
        DEMO=_is_yes(text("DEMO", "1")),
        WEB_PROCESSES=_number(values, "WEB_PROCESSES", 2),
        SECURE_COOKIES=_is_yes(text("SECURE_COOKIES", "1" if text("BASE_URL").startswith("https:") else "0")),
        TRUSTED_PROXIES=_number(values, "TRUSTED_PROXIES", 0),
        MAX_UPLOAD_MB=_number(values, "MAX_UPLOAD_MB", 20),
        MAX_PHOTOS_MB=_number(values, "MAX_PHOTOS_MB", 100),
        MAX_DOCUMENT_MB=_number(values, "MAX_DOCUMENT_MB", 10),
        COMPANIES_URL=unless_empty("COMPANIES_URL", COMPANIES_URL),
        GEOCODER_URL=unless_empty("GEOCODER_URL", GEOCODER_URL),
    )
