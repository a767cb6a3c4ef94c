"""Kinds of jobs and of periodic work. A feature registers its own in `<feature>/jobs.py`; the worker loads those."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from cara_crm.core.actor import Actor


@dataclass(frozen=True)
class Work:
    """One job in hand: its input, who asked for it, and `checkpoint(done, total)`, which shows progress and commits
    what was done so far. No transaction is open when a handler begins."""

    job_id: int
    payload: dict[str, Any]
    file_id: int | None
    by: Actor
    checkpoint: Callable[[int, int], None]


Handler = Callable[[Work], dict[str, Any]]
"""Does one job and gives back its result as JSON values; what it writes after its last checkpoint is committed together
with that result. After a crash it is run again from its last checkpoint. A DomainError becomes the job's error."""


@dataclass(frozen=True)
class Periodic:
    name: str
    every: timedelta
    run: Callable[[], None]


HANDLERS: dict[str, Handler] = {}
PERIODIC: dict[str, Periodic] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register what does jobs of this kind: `@job("members.import")`."""

    def register(handler: Handler) -> Handler:
        if HANDLERS.setdefault(kind, handler) is not handler:
            raise ValueError(f"{kind} is registered twice")
        return handler

    return register


def every(period: timedelta, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register periodic work, done by one worker at a time: `@every(timedelta(hours=1), "tokens.sweep")`."""

    def register(run: Callable[[], None]) -> Callable[[], None]:
        if name in PERIODIC:
            raise ValueError(f"{name} is registered twice")
        PERIODIC[name] = Periodic(name, period, run)
        return run

    return register


def load(features: Iterable[str]) -> None:
    """Import each feature's `jobs` module, where there is one."""
    for feature in features:
        if find_spec(f"cara_crm.{feature}.jobs"):
            import_module(f"cara_crm.{feature}.jobs")
