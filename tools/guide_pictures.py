"""The pictures of docs/guide: pages of the demonstration cropped to what the words beside them tell."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from demo_server import ROOT, sign_in
from PIL import Image
from playwright.sync_api import Browser, Page

TARGET = ROOT / "docs" / "guide" / "pictures"
WIDTH, COLOURS = 1120, 48
# Reminders are posted at the hour of the run: pictures tell the same hour at each.
HOURS = r"""() => document.querySelectorAll('main :is(td, dd)').forEach(cell => {
  if (!cell.children.length) cell.textContent = cell.textContent.replace(/(\d{4}) \d\d:\d\d/, '$1 09:00');
})"""


@dataclass(frozen=True)
class Shot:
    """Who goes from where by which links, and which part of the page is taken: from `top` on, so many pixels down."""

    name: str
    login: str
    address: str
    links: tuple[str, ...] = ()
    top: str = "main .head"
    height: int = 520


SHOTS = (
    Shot("home", "economy", "/", height=600),
    Shot("deadline", "head", "/", ("main a:has-text('как посчитан срок')",), height=760),
    Shot("inbox", "body", "/inbox/", height=560),
    Shot("import", "office", "/imports/", ("main td a",), height=640),
    Shot("rating", "office", "/rankings/?year=2025", ("main td a",), height=640),
    Shot("why", "office", "/rankings/3/E3/", height=640),
    Shot("distribution", "office", "/funds/?year=2025", ("main td a", "main .tabs a >> nth=1"), height=640),
    Shot("notice", "head", "/funds/?year=2025", ("main td a",), height=640),
    Shot("proposal", "head", "/", ("main a:has-text('Заполнить')",), height=860),
    Shot("agreement", "body", "/", ("main a:has-text('Рассмотреть')",), top="main h2 >> nth=0", height=800),
    Shot("candidates", "secretary", "/protocols/?year=2025", ("main td a",), top="#candidates", height=540),
    Shot("governor", "governor", "/", ("main a:has-text('Рассмотреть')",), height=440),
    Shot("fund", "administration", "/funds/?year=2025", ("main td a",), height=680),
    Shot("check", "economy", "/", ("main a:has-text('Проверить')",), height=700),
    Shot("workshop", "economy", "/methodologies/", ("main td a", "main a:has-text('Мастерская')"), height=760),
    Shot("discipline", "auditor", "/deadlines/discipline/2025/", height=600),
    Shot("accounts", "admin", "/accounts/?role=office", ("main td a",), height=560),
)


def take_guide(browser: Browser, home: str) -> None:
    """Take all of them anew; what is no longer named goes."""
    TARGET.mkdir(parents=True, exist_ok=True)
    pages: dict[str, Page] = {}
    for shot in SHOTS:
        if shot.login not in pages:
            pages[shot.login] = sign_in(browser, home, shot.login)
        take_one(pages[shot.login], home, shot)
    for page in pages.values():
        page.context.close()
    for old in TARGET.glob("*.png"):
        if old.stem not in {shot.name for shot in SHOTS}:
            old.unlink()


def take_one(page: Page, home: str, shot: Shot) -> Path:
    """Go there, crop, and keep few colours: a picture of a page needs no more."""
    page.set_viewport_size({"width": WIDTH, "height": 900})
    page.goto(home + shot.address)
    for link in shot.links:
        page.goto(home + str(page.locator(link).first.get_attribute("href")))
    page.evaluate(HOURS)
    main = page.locator("main").bounding_box()
    top = page.locator(shot.top).first.bounding_box()
    if main is None or top is None:
        raise SystemExit(f"{shot.name}: {page.url} does not show {shot.top}")
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    y = max(int(top["y"]) - 16, 0)
    clip = {"x": main["x"], "y": y, "width": main["width"], "height": min(shot.height, whole - y)}
    taken = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    target = TARGET / f"{shot.name}.png"
    with Image.open(BytesIO(taken)) as image:
        few = image.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(target, optimize=True)
    return target
