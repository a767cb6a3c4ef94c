"""What the tests need beside Python packages: a browser and PostgreSQL. Installs the distribution's where it may."""

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """The path of an installed Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def postgresql() -> str | None:
    return (sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb")])[-1]


NEEDS: dict[str, Callable[[], str | None]] = {"chromium": browser, "postgresql": postgresql}


def _install(packages: list[str]) -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False, env=environment
        )


def main() -> int:
    missing = [name for name, found in NEEDS.items() if not found()]
    if missing:
        _install(missing)
    missing = [name for name, found in NEEDS.items() if not found()]
    if missing:
        print(f"The tests need {' and '.join(missing)}: install them (Debian: apt install {' '.join(missing)}).")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
