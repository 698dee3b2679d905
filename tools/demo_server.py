"""The demonstration on data and a day of its own, for those who take pictures of it."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "build" / "demo"
# The Monday after the last scene of the demonstration: everybody has something to do. All pictures are of this day.
DAY = date(2026, 11, 23)
PASSWORD = "demo-portal-2026"
FLAGS = [
    "--no-sandbox",
    "--lang=ru",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
PATIENCE = 900


@contextmanager
def demonstration(port: int, *, anew: bool) -> Iterator[str]:
    """Serve it on loopback and give its address; `anew` fills it from nothing, so that pictures come out the same."""
    if anew:
        shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True, exist_ok=True)
    real = datetime.now(ZoneInfo("Europe/Moscow")).date()
    (DATA / "moved_clock").write_text(str((DAY - real).days), encoding="utf-8")
    env = os.environ | {"DEMO_DIR": str(DATA), "PORT": str(port)}
    process = subprocess.Popen([str(ROOT / "tools" / "demo.sh")], cwd=ROOT, env=env)
    try:
        home = f"http://127.0.0.1:{port}"
        _wait(process, home)
        yield home
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], home: str) -> None:
    for _ in range(PATIENCE):
        try:
            urlopen(f"{home}/healthz", timeout=1)
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    raise SystemExit("the demonstration did not start")


def sign_in(browser: Browser, home: str, login: str) -> Page:
    """A page of somebody who has signed in; an empty login gives a stranger's."""
    page = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow", reduced_motion="reduce").new_page()
    if login:
        page.goto(f"{home}/login/")
        page.locator("input[name=username]").first.fill(login)
        page.locator("input[name=password]").first.fill(PASSWORD)
        page.locator("form:has(input[name=username]) button[type=submit]").first.click()
        page.wait_for_url(f"{home}/")
    return page
