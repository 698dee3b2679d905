"""Pictures of every page of the demonstration, wide and narrow, one contact sheet of them all, the guide's pictures.

Usage: python tools/screenshots.py [ADDRESS...]   (default: every page that links lead to, each seen by one who may)

The pages go to build/screenshots, the guide's own to docs/guide/pictures. Only GET is ever sent.
"""

import os
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")
# One visitor takes all pictures, faster than anybody reads.
os.environ["REQUESTS_A_MINUTE"] = os.environ["FILES_A_MINUTE"] = "0"

import django
from contact_sheet import contact_sheet
from demo_server import FLAGS, ROOT, demonstration, sign_in
from django.urls import Resolver404, resolve
from guide_pictures import take_guide
from playwright.sync_api import Page, sync_playwright

TARGET = ROOT / "build" / "screenshots"
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
TALLEST = 6000
# The year of which there is most to see.
YEAR = 2025
LOGINS = (
    "office",
    "head",
    "body",
    "secretary",
    "chair",
    "member",
    "governor",
    "administration",
    "economy",
    "finance",
    "auditor",
    "admin",
)
# What no link leads to, or leads to with nothing chosen.
BESIDES = {"office": ("/search/?q=среда", "/rankings/3/compare/1/", "/rankings/needed/2025/?as_of=2026-01-20")}
# Every role has a home and a main list of its own.
OWN = {"home", "inbox", "bonus_fund:proposals", "bonus_fund:proposal-edit", "protocols:protocol", "ranking:rating"}


@dataclass(frozen=True)
class Stop:
    """An address, who looks at it, the name of its pictures."""

    login: str
    address: str

    @property
    def stem(self) -> str:
        """office-projects-E3-2025"""
        told = re.sub(r"[^\w-]+", "-", self.address).strip("-") or "home"
        return f"{self.login or 'stranger'}-{told}"


def view_of(address: str) -> str:
    """The full name of an address, "" for one that is none of the portal's."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def walk(page: Page, home: str, login: str, seen: set[str]) -> Iterator[Stop]:
    """Follow links from the home page; every kind of page once for all who look, some once for each.

    Papers and workbooks are asked for, but are no pages.
    """
    page.request.get(f"{home}/year/?year={YEAR}")
    chosen = BESIDES.get(login, ())
    own: set[str] = set()
    waiting = ["/", *chosen]
    for address in waiting:
        name = view_of(address)
        if not name or (name in own and address not in chosen):
            continue
        answer = page.request.get(home + address)
        if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        own.add(name)
        waiting += links(answer.text())
        if name not in seen or name in OWN or address in chosen:
            seen.add(name)
            yield Stop(login, address)


def links(html: str) -> list[str]:
    """Addresses of the portal that a page links to, in its order."""
    return list(dict.fromkeys(unescape(one) for one in re.findall(r'<a [^>]*href="(/[^"#]*)', html)))


def take(page: Page, home: str, stop: Stop) -> dict[str, Path]:
    """Both pictures of a page, the wide one whole."""
    taken = {}
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(home + stop.address)
        whole = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
        taken[size] = TARGET / f"{stop.stem}-{size}.png"
        clip = {"x": 0, "y": 0, "width": width, "height": max(whole, height)}
        page.screenshot(path=taken[size], full_page=True, clip=clip)  # type: ignore[arg-type]
        sideways = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        status = answer.status if answer else 0
        sys.stdout.write(f"{status}{' SIDEWAYS' if sideways else ''} {taken[size].relative_to(ROOT)}\n")
    return taken


def main(addresses: list[str]) -> None:
    """Everything, or only the addresses named (as the office sees them, on the data of the last run)."""
    django.setup()
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.png"):
        old.unlink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with demonstration(port, anew=not addresses) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        pictures: dict[str, dict[str, Path]] = {}
        seen: set[str] = set()
        for login in ("office",) if addresses else ("", *LOGINS):
            page = sign_in(browser, home, login)
            stops = [Stop(login, one) for one in addresses] if addresses else list(stops_of(page, home, login, seen))
            pictures |= {f"{stop.login or 'stranger'} {stop.address}": take(page, home, stop) for stop in stops}
            page.context.close()
        # Last: a portal that runs serves the pictures as they were when it started.
        if not addresses:
            take_guide(browser, home)
        browser.close()
    contact_sheet(pictures, TARGET / "contact-sheet.png")


def stops_of(page: Page, home: str, login: str, seen: set[str]) -> Iterator[Stop]:
    """A stranger sees the sign-in and nothing else."""
    if login:
        yield from walk(page, home, login, seen)
    else:
        seen.add("login")
        yield Stop("", "/login/")


if __name__ == "__main__":
    main(sys.argv[1:])
