"""Every page of the portal is walked by somebody who may see it: axe, the phone, the dark, the keyboard, the network.

The pages are those of the table of rights (tests/access): an address that the walk leaves out fails a test. Each is
loaded once and looked at wide and narrow, light and dark. Colours do not depend on the width, nor places on the scheme:
whatever stands on a phone in the dark has been seen in one of the other looks, unless the phone alone shows it. The
frame around the pages (menu, search, foot) is the same on all of them: it is looked at once a visitor.
"""

import importlib.resources
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, ViewportSize

from ranking_portal import clock
from tests.access.addresses import table
from tests.access.visitors import ANONYMOUS, VISITORS
from tests.access.world import World, build
from tests.conftest import TODAY

PARTS = 4
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
MOST_BYTES = 150_000
AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# Answers that are files or parts of a page, not pages.
FILES = (
    "import-file",
    "-result",
    "-progress",
    "-marked",
    "-pdf",
    "-xlsx",
    "-csv",
    "-workbook",
    "-signature",
    ":signature",
    ":zip",
    "-docx",
    ":docx",
    ":pdf",
    ":csv",
    "-template",
    "-feed",
    "-found",
    "healthz",
    "readyz",
    "metrics",
    "openapi-json",
    "api-root",
)
FRAME = [".skip", ".side", ".top", ".demo", ".foot"]
# `anew`: only what the first look, wide, did not show; a new element stands for what is inside it.
CHECK = """async ([only, exclude, anew]) => {
  const shown = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const every = [...document.querySelectorAll('body *')];
  window.seen ??= new Set(every.filter(shown));
  const fresh = (one) => shown(one) && !seen.has(one);
  const include = anew ? every.filter(one => fresh(one) && !fresh(one.parentElement)) : [document.documentElement];
  if (!include.length) return [];
  const context = {include, exclude};
  const found = await axe.run(context, {runOnly: only, resultTypes: ['violations'], preload: false});
  return found.violations.flatMap(one => one.nodes.map(node => one.id + ' ' + node.html.slice(0, 160)));
}"""
# The page itself and what it asks for besides static files, which a browser keeps.
WEIGHT = """() => performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
  .filter(one => !one.name.includes('/static/')).reduce((sum, one) => sum + one.transferSize, 0)"""
UNSEEN_FOCUS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(one => !one.disabled && one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(one => {
    one.focus({focusVisible: true, preventScroll: true});
    const look = getComputedStyle(one);
    return document.activeElement === one && look.outlineStyle === 'none' && look.boxShadow === 'none';
  }).map(one => one.outerHTML.slice(0, 120))"""

Stop = tuple[str, str, str]


def walk() -> list[Stop]:
    """(visitor, address, object) of every page: who may see it is the office if it may, else the first who may."""
    order = ("office", *(name for name in VISITORS if name not in {"office", ANONYMOUS}), ANONYMOUS)
    stops: list[Stop] = []
    for row in table():
        answers = dict(row.answers)
        visitor = next((name for name in order if answers[name] == 200), None)
        if visitor and not row.name.endswith(FILES):
            stops.append((visitor, row.name, row.obj))
    return sorted(stops, key=lambda stop: stop[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_for_everyone(live_server: Any, page: Page, part: int) -> None:
    with clock.at(TODAY):
        world = build()
    strolled = Stroll(page, live_server.url, world)
    for visitor, name, obj in walk()[part::PARTS]:
        strolled.visit(visitor, reverse(name, kwargs=world.objects[obj]))
    assert not strolled.wrong, "\n".join(strolled.wrong)


class Stroll:
    """A browser that goes from page to page and notes in `wrong` whatever is amiss."""

    def __init__(self, page: Page, home: str, world: World) -> None:
        self.page, self.home, self.world = page, home, world
        self.wrong: list[str] = []
        self.visitor = self.address = ""
        self.known: list[str] = []
        page.on("request", lambda request: self._note_stranger(request.url))
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("console", lambda said: self._note(said.text) if "Content Security Policy" in said.text else None)

    def visit(self, visitor: str, address: str) -> None:
        """Open the page once, look at it wide and narrow, light and dark."""
        self.known = FRAME
        if visitor != self.visitor:
            self.visitor, self.known = visitor, []
            self._become(visitor, self.page.context)
        self.address = address
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size(WIDE)
        answer = self.page.goto(self.home + address)
        if answer is None or answer.status != 200:
            self._note(f"answers {answer and answer.status}")
            return
        self.page.evaluate(AXE)
        if (weight := self.page.evaluate(WEIGHT)) > MOST_BYTES:
            self._note(f"weighs {weight} bytes")
        self._axe("wide", RULES)
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        self._axe("wide, dark", ["color-contrast"])
        self.page.set_viewport_size(NARROW)
        self._axe("narrow, dark", ["color-contrast"], anew=True)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self._axe("narrow", RULES)
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            self._note("scrolls sideways on a phone")
        for control in self.page.evaluate(UNSEEN_FOCUS):
            self._note(f"focus is not seen on {control}")

    def _axe(self, look: str, rules: list[str], *, anew: bool = False) -> None:
        kind = "tag" if rules is RULES else "rule"
        for violation in self.page.evaluate(CHECK, [{"type": kind, "values": rules}, self.known, anew]):
            self._note(f"{look}: {violation}")

    def _become(self, visitor: str, context: BrowserContext) -> None:
        context.clear_cookies()
        if visitor != ANONYMOUS:
            session = self.world.browsers[visitor].cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.home}])

    def _note_stranger(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self._note(f"a request left the host: {url}")

    def _note(self, what: str) -> None:
        self.wrong.append(f"{self.address} ({self.visitor}): {what}")
