"""What stands around every page: the menu of a role, the languages, the theme. Entries are data, filtered by rights."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale, lazy_gettext

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.permissions import Permission, Role

LANGUAGES = {"fr": "Français", "en": "English"}
THEMES = {"light": lazy_gettext("Light"), "dark": lazy_gettext("Dark"), "system": lazy_gettext("As the system")}
KEYS = ("on", "off")
TOP_SHELL = {Role.MEMBER, Role.OFFICER, Role.STRANGER}


@dataclass(frozen=True)
class Entry:
    """One line of the menu: shown when the endpoint exists and the actor is granted the permission."""

    label: Any
    endpoint: str
    permission: Permission
    icon: str

    def is_open_to(self, actor: Actor) -> bool:
        return self.endpoint in current_app.view_functions and actor.can(self.permission)

    @property
    def is_current(self) -> bool:
        """Is the present page in the part of the product that this entry opens?"""
        if not request.endpoint:
            return False
        own = self.endpoint == request.endpoint or (
            self.endpoint == "settings.index" and request.path.startswith("/settings/")
        )
        return own or (
            self.endpoint.endswith(".index") and request.blueprint == self.endpoint.split(".")[0] and not _listed()
        )


def _listed() -> bool:
    """Has the present page an entry of its own?"""
    return any(entry.endpoint == request.endpoint for entry in (*MANAGING, *MEMBER, *OFFICE))


P = Permission
MANAGING = (
    Entry(lazy_gettext("Today"), "desk.today", P.TODAY_READ, "today"),
    Entry(lazy_gettext("Members"), "members.index", P.MEMBER_READ, "members"),
    Entry(lazy_gettext("Issues"), "issues.index", P.ISSUE_READ, "issue"),
    Entry(lazy_gettext("Positions"), "positions.index", P.POSITION_READ, "position"),
    Entry(lazy_gettext("Reports"), "reports.index", P.REPORT_READ, "report"),
    Entry(lazy_gettext("Journal"), "relays.index", P.JOURNAL_READ, "journal"),
    Entry(lazy_gettext("Insights"), "insights.index", P.INSIGHT_READ, "insight"),
    Entry(lazy_gettext("Settings"), "settings.index", P.SETTINGS_EDIT, "settings"),
)
MEMBER = (
    Entry(lazy_gettext("My issues"), "portal.index", P.PORTAL_READ, "issue"),
    Entry(lazy_gettext("Information"), "relays.information", P.PORTAL_READ, "mail"),
    Entry(lazy_gettext("My organisation"), "portal.organisation", P.PORTAL_READ, "members"),
    Entry(lazy_gettext("My preferences"), "portal.preferences", P.PORTAL_READ, "settings"),
)
OFFICE = (
    Entry(lazy_gettext("Reports"), "office.index", P.OFFICE_READ, "report"),
    Entry(lazy_gettext("Positions"), "office.positions", P.OFFICE_READ, "position"),
    Entry(lazy_gettext("Requests"), "office.requests", P.OFFICE_READ, "help"),
    Entry(lazy_gettext("Share information"), "office.share", P.OFFICE_READ, "journal"),
)
MENUS = {Role.MEMBER: MEMBER, Role.OFFICER: OFFICE, Role.STRANGER: ()}


def menu_for(actor: Actor) -> list[Entry]:
    """The entries that this person can open, in the order of the product; none for who reads one report by a link."""
    if actor.report_ids is not None:
        return []
    return [entry for entry in MENUS.get(actor.role, MANAGING) if entry.is_open_to(actor)]


def url_with(**changes: Any) -> str:
    """The present address with some of its query changed; a value of None takes the key away."""
    place: dict[str, Any] = dict(request.view_args or {})
    query: dict[str, Any] = {**request.args.to_dict(flat=False), **changes}
    kept = {key: value for key, value in query.items() if value is not None and key not in place}
    return url_for(request.endpoint or "static", **place, **kept)


def url_if(endpoint: str, **values: Any) -> str | None:
    """The address of an endpoint that may not be part of this installation, or None."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def record_url(endpoints: str, key: int) -> str | None:
    """The address of one record's page, whatever that page calls its number: the first of these endpoints that exists.

    `endpoints` are separated by spaces; None where the installation has none of them.
    """
    known = next((one for one in endpoints.split() if one in current_app.view_functions), None)
    if known is None:
        return None
    rule = next(iter(current_app.url_map.iter_rules(known)))
    values: dict[str, Any] = dict.fromkeys(rule.arguments, key)
    return url_for(known, **values)


def theme() -> str:
    """What was chosen in this browser, else by this person elsewhere: light, dark, or (nothing chosen) the system's."""
    chosen = request.cookies.get("theme") or g.get("theme") or "system"
    return chosen if chosen in THEMES else "system"


def keys() -> str:
    """Whether a key without Ctrl does something in this browser."""
    chosen = request.cookies.get("keys", "on")
    return chosen if chosen in KEYS else "on"


def page_context() -> dict[str, Any]:
    """What `base.html` needs; a context processor. Who knows sets `g.demonstration` and `g.health_notice`."""
    actor = current_actor()
    return {
        "menu": menu_for(actor),
        "shell": "top" if actor.role in TOP_SHELL else "side",
        "language": str(get_locale() or "en").split("_")[0],
        "languages": LANGUAGES,
        "theme": theme(),
        "themes": THEMES,
        "keys": keys(),
        "site_name": g.get("site_name") or "CARA",
        "demonstration": g.get("demonstration", False),
        "health_notice": g.get("health_notice", ""),
    }


def register(app: Flask) -> None:
    """Give every template the shell's data and the two address helpers."""
    app.context_processor(page_context)
    app.jinja_env.globals.update(url_with=url_with, url_if=url_if, record_url=record_url)
