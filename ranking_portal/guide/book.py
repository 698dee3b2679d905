"""The guide as it stands in docs/guide: one Markdown file a page, read once a process.

Raw HTML in the files is shown as text, never obeyed. A heading names its anchor: `## Общий фонд {#fund}`; a clause
named in the text ("пункт 2.6") becomes a link to the page of the law by itself.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ranking_portal.region import worded
from ranking_portal.words import clause_anchor

FOLDER: Path = settings.BASE_DIR / "docs" / "guide"
PICTURES = "pictures/"
# In the order of the contents; the first is what `/help/` shows.
CONTENTS = "README"
PAGES = (
    CONTENTS,
    "common",
    "office",
    "project-head",
    "authority-head",
    "council",
    "governor",
    "administration",
    "economy",
    "finance",
    "auditor",
    "admin",
)
NAMED = re.compile(r"\s*\{#([a-z-]+)\}$")
CLAUSE = re.compile(r"пункт[а-я]*[ \u00a0](\d(?:\.\d+)+)")
TABLE = '<div class="sheet table-wrap" tabindex="0" role="region" aria-label="Таблица"><table class="t">\n'


@dataclass(frozen=True)
class Heading:
    """A heading of the second level: what the table of contents of a page lists."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Section:
    """What stands under a heading of the second level, in plain words."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class Page:
    """A page of the guide, ready to be shown; `html` is without its first heading, the title."""

    name: str
    title: str
    html: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        """Its address in the portal."""
        return address(self.name)


def address(name: str, anchor: str = "") -> str:
    """Where a page (or a place of it) is shown: `/help/office/#fund`."""
    url = reverse("help") if name == CONTENTS else reverse("help-page", args=[name])
    return f"{url}#{anchor}" if anchor else url


@cache
def page(name: str) -> Page:
    """A page by the name of its file; raises LookupError for a name that the contents do not list."""
    if name not in PAGES:
        raise LookupError(name)
    tokens = _markdown().parse(worded((FOLDER / f"{name}.md").read_text(encoding="utf-8")))
    found = list(_headings(tokens))
    for inline in tokens:
        if inline.type == "inline":
            inline.children = list(_linked(inline.children or []))
            _point(inline.children)
    sections = tuple(_sections(tokens))
    titles = [heading for level, heading in found if level == "h1"]
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    return Page(
        name=name,
        title=titles[0].title if titles else name,
        html=str(_markdown().renderer.render(body, _markdown().options, {})),
        headings=tuple(heading for level, heading in found if level == "h2"),
        anchors=frozenset(heading.anchor for _, heading in found if heading.anchor),
        sections=sections,
    )


def pages() -> list[Page]:
    """All pages in the order of the contents."""
    return [page(name) for name in PAGES]


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.add_render_rule("table_open", lambda *_: TABLE)
    made.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return made


def _headings(tokens: list[Token]) -> Iterator[tuple[str, Heading]]:
    """(level, heading) of each heading; its anchor leaves the text and becomes the id."""
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        named = NAMED.search(inline.content)
        if named and inline.children:
            inline.children[-1].content = NAMED.sub("", inline.children[-1].content)
            opening.attrSet("id", named[1])
        yield opening.tag, Heading(named[1] if named else "", NAMED.sub("", inline.content))


def _sections(tokens: list[Token]) -> Iterator[Section]:
    """Sections in order; what stands before the first heading of the second level belongs to none."""
    begun: Heading | None = None
    words: list[str] = []
    for opening, inline in pairwise(tokens):
        if inline.type != "inline":
            continue
        plain = "".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline"))
        if opening.type == "heading_open" and opening.tag == "h2":
            if begun:
                yield Section(begun.anchor, begun.title, " ".join(words))
            begun, words = Heading(str(opening.attrGet("id") or ""), plain), []
        else:
            words.append(plain)
    if begun:
        yield Section(begun.anchor, begun.title, " ".join(words))


def _linked(children: list[Token]) -> Iterator[Token]:
    """The same words with the clauses of the law as links; what is a link already stays."""
    inside = 0
    for token in children:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if inside or token.type != "text":
            yield token
            continue
        rest = 0
        for clause in CLAUSE.finditer(token.content):
            yield Token("text", "", 0, content=token.content[rest : clause.start()])
            href = f"{reverse('regulation:index')}#{clause_anchor(clause[1])}"
            yield Token("link_open", "a", 1, attrs={"class": "clause", "href": href})
            yield Token("text", "", 0, content=clause[0].replace(" ", "\u00a0"))
            yield Token("link_close", "a", -1)
            rest = clause.end()
        yield Token("text", "", 0, content=token.content[rest:])


def _point(children: list[Token]) -> None:
    """Links between files and names of pictures become addresses of the portal."""
    for token in children:
        if token.type == "link_open":
            file, _, anchor = str(token.attrs["href"]).partition("#")
            if file.endswith(".md"):
                token.attrs["href"] = address(file.removesuffix(".md"), anchor)
        elif token.type == "image":
            name = str(token.attrs["src"])
            token.attrs["src"] = static(f"guide/{name.removeprefix(PICTURES)}")
            token.attrs |= _size(FOLDER / name) | {"loading": "lazy"}


def _size(path: Path) -> dict[str, str | int | float]:
    """Width and height of a PNG from its header, so that the text does not jump; nothing where it is not made yet."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:24])
    return {"width": width, "height": height}
