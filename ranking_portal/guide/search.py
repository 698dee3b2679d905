"""The guide in the search over everything: its sections by the words that stand in them."""

from collections.abc import Iterable
from typing import Any

from ranking_portal.guide import book
from ranking_portal.guide.places import PAGE_OF_ROLE
from ranking_portal.ui.search import Found, finder

GROUP = "Справка"
MOST = 8
# A word or two letters long stands everywhere.
SHORTEST = 3
AROUND = 90


@finder
def sections(user: Any, words: str) -> Iterable[Found]:
    """Sections in which every word stands: those that it heads first, then pages of the user's own roles."""
    sought = words.casefold().split()
    if not sought or max(map(len, sought)) < SHORTEST:
        return []
    own = {PAGE_OF_ROLE[role] for role in user.roles}
    found: list[tuple[bool, bool, int, book.Page, book.Section]] = []
    for page in book.pages():
        for section in page.sections:
            title, text = section.title.casefold(), f"{section.title} {section.text}".casefold()
            if all(word in text for word in sought):
                heads = any(word in title for word in sought)
                found.append((not heads, page.name not in own, len(found), page, section))
    found.sort(key=lambda one: one[:3])  # the count tells equals apart
    return [_told(page, section, sought[0]) for *_, page, section in found[:MOST]]


def _told(page: book.Page, section: book.Section, word: str) -> Found:
    """The heading with the page's title, and the words around the first of those sought."""
    at = max(section.text.casefold().find(word), 0)
    start = section.text.rfind(" ", 0, max(at - AROUND, 0)) + 1
    piece = section.text[start : at + AROUND].rsplit(" ", 1)[0] if section.text[at + AROUND :] else section.text[start:]
    told = f"{'…' if start else ''}{piece.strip()}{'…' if start + len(piece) < len(section.text) else ''}"
    return Found(GROUP, f"{section.title} — {page.title}", told, book.address(page.name, section.anchor))
