"""Pictures of the demonstration's pages, wide and narrow, and one contact sheet, in build/screenshots.

Usage: python tools/screenshots.py [ADDRESS...]   (default: every page below)
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
PASSWORD = "demo-portal-2026"
PAGES = {
    "office": (
        "/",
        "/cycles/2025/",
        "/deadlines/",
        "/projects/",
        "/projects/E3/2025/",
        "/imports/",
        "/imports/new/",
        "/rankings/",
        "/rankings/3/",
        "/rankings/3/E3/",
        "/rankings/3/compare/1/",
        "/rankings/needed/2025/?as_of=2026-01-20",
        "/methodologies/",
        "/methodologies/1/",
        "/protocols/",
        "/protocols/1/",
        "/council/",
        "/regulation/",
        "/directory/",
        "/journal/",
        "/search/?q=среда",
    ),
    "head": ("/", "/projects/", "/rankings/3/"),
    "admin": ("/accounts/",),
}


def serve(port: int) -> subprocess.Popen[bytes]:
    """The demonstration on its own data, filled when first needed."""
    data = ROOT / "build" / "demo"
    env = os.environ | {"DEMO_DIR": str(data), "PORT": str(port)}
    process = subprocess.Popen([str(ROOT / "tools" / "demo.sh")], cwd=ROOT, env=env)
    for _ in range(600):
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
            return process
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    raise SystemExit("the demonstration did not start")


def take(browser: Browser, home: str, login: str, addresses: tuple[str, ...]) -> list[Path]:
    """Sign in once and take every address in both widths."""
    taken = []
    page = browser.new_context(locale="ru-RU").new_page()
    page.goto(f"{home}/login/")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("form:has(input[name=username]) button[type=submit] >> nth=0")
    page.wait_for_url(f"{home}/")
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        taken += [one(page, home, login, size, address) for address in addresses]
    return taken


def one(page: Page, home: str, login: str, size: str, address: str) -> Path:
    """One picture; its name tells who, what, how wide."""
    response = page.goto(home + address)
    status = response.status if response else 0
    name = address.strip("/").replace("/", "-").replace("?", "-").replace("=", "-") or "home"
    path = TARGET / f"{login}-{name}-{size}.png"
    page.screenshot(path=path, full_page=size == "wide")
    sys.stdout.write(f"{status} {path.relative_to(ROOT)}\n")
    return path


def contact_sheet(browser: Browser, pictures: list[Path]) -> None:
    """All pictures small on one page."""
    cells = "".join(f"<figure><img src='{p.name}'><figcaption>{p.stem}</figcaption></figure>" for p in pictures)
    style = (
        "body{font:12px sans-serif;columns:5}figure{break-inside:avoid;margin:0 0 12px}img{width:100%;border:1px solid}"
    )
    sheet = TARGET / "index.html"
    sheet.write_text(f"<meta charset=utf-8><style>{style}</style>{cells}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1800, "height": 1200})
    page.goto(sheet.as_uri())
    page.screenshot(path=TARGET / "contact-sheet.png", full_page=True)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = serve(port)
    wanted = {"office": tuple(sys.argv[1:])} if len(sys.argv) > 1 else PAGES
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            home = f"http://127.0.0.1:{port}"
            pictures = [path for login, pages in wanted.items() for path in take(browser, home, login, pages)]
            contact_sheet(browser, pictures)
            browser.close()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
