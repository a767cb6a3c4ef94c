"""A real browser before a real server that runs in a process of its own."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True)
class House:
    address: str
    cookies: dict[str, str]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.browser.house", str(tmp_path_factory.mktemp("house"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        yield House(**json.loads(process.stdout.readline()))
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=120)  # a loaded machine takes its time


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--renderer-process-limit=2"],
        )
        yield browser
        browser.close()


def _is_error(said: ConsoleMessage) -> bool:
    """A page that is meant not to exist is no complaint; a blocked style or a script's failure is."""
    return said.type == "error" and "404" not in said.text


def _told(said: ConsoleMessage) -> str:
    return f"{said.text} {said.location.get('url', '')}"


@pytest.fixture
def open_page(browser: Browser, house: House) -> Iterator[Callable[..., Page]]:
    """open_page("/today", who="manager", width=390, theme="dark", language="fr") → a loaded page without complaints."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def _open(path: str, *, who: str = "", width: int = 1280, theme: str = "light", language: str = "en") -> Page:
        options: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
        context = browser.new_context(locale=language, reduced_motion="reduce", **options)
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "cara_session", "value": house.cookies[who], "url": house.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(_told(said)) if _is_error(said) else None)
        page.goto(house.address + path)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert complaints == []
