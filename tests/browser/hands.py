"""Hands that work a page: by what a person sees written on it, with a mouse or with the keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

MOST_TABS = 250
IS_FOCUSED = "one => one === document.activeElement"


class Hand:
    """A person with a mouse. `pages` counts every page that he was shown, the first after sign-in included."""

    def __init__(self, page: Page) -> None:
        self.page, self.pages = page, 0
        page.on("response", self._count)

    def _count(self, answer: Response) -> None:
        is_page = answer.request.is_navigation_request() and answer.frame == self.page.main_frame
        if is_page and not 300 <= answer.status < 400:
            self.pages += 1

    def follow(self, words: str) -> None:
        """Follow the first link of the page proper in whose name the words stand."""
        self._leave(self._main.get_by_role("link", name=re.compile(re.escape(words), re.IGNORECASE)).first)

    def open_menu(self, title: str) -> None:
        """Follow a link of the side menu, which a phone keeps folded."""
        folded = self.page.locator("details.menu > summary")
        if folded.is_visible():
            self.push(folded)
        self._leave(self.page.get_by_role("navigation", name="Разделы").get_by_role("link", name=title))

    def press(self, words: str, within: str = "main") -> None:
        """Press the first visible button of this name; one that ends with "…" unfolds what it asks for."""
        if words.endswith("…"):
            self.push(self._main.locator("summary", has_text=words).first)
            return
        named = re.compile(rf"^{re.escape(words)}", re.IGNORECASE)
        buttons = self.page.locator(within).get_by_role("button", name=named)
        self._leave(buttons.filter(visible=True).first)

    def write(self, label: str, text: str) -> None:
        """Fill in the visible field of this label."""
        self._field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a list by its words."""
        field = self._field(label)
        words = next(one for one in field.locator("option").all_inner_texts() if one.lower() == option.lower())
        field.select_option(label=words)

    def attach(self, label: str, file: Any) -> None:
        """Attach a file."""
        self._field(label).set_input_files(file)

    def mark(self, box: Locator) -> None:
        """Mark a box or a choice."""
        box.check()

    def push(self, target: Locator) -> None:
        """Press what leads to no other page."""
        target.click()

    def all_of(self, selector: str) -> list[Locator]:
        """Every element of the page that fits."""
        found = self._main.locator(selector).all()
        assert found, selector
        return found

    def sees(self, words: str) -> None:
        """The page says so."""
        expect(self._main).to_contain_text(words, ignore_case=True)

    @property
    def _main(self) -> Locator:
        return self.page.locator("main")

    def _field(self, label: str) -> Locator:
        return self._main.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).filter(visible=True).first

    def _leave(self, target: Locator) -> None:
        """Press what leads to another page, and wait for that page."""
        self._turn(lambda: self.push(target))

    def _turn(self, act: Callable[[], None]) -> None:
        with self.page.expect_navigation():
            act()


class Keys(Hand):
    """A person without a mouse: Tab to what he needs, then Enter, Space or letters."""

    def reach(self, target: Locator) -> None:
        """Go by Tab until the element has the focus."""
        wanted = target.element_handle()
        for _ in range(MOST_TABS):
            if wanted.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def push(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        self.reach(self._field(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        field = self._field(label)
        options = [one.lower() for one in field.locator("option").all_inner_texts()]
        self.reach(field)
        self.page.keyboard.press("Home")
        for _ in range(options.index(option.lower())):
            self.page.keyboard.press("ArrowDown")

    def mark(self, box: Locator) -> None:
        self.reach(box)
        self.page.keyboard.press("Space")
