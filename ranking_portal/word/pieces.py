"""Text of a page as pieces of one look: spaces as a browser shows them, nothing else changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

# Spaces that a browser runs together; the non-breaking one (U+00A0) stays.
SPACES = re.compile(r"[ \t\r\n\f]+")
# What XML 1.0 cannot say: such a character in a typed text would spoil the file.
UNSAID = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
BREAK = "\n"
INLINE = ("b", "strong", "i", "em", "span", "br", "a")
# Spans that begin a line of their own.
OWN_LINE = {"why": 10.0, "post": 9.0}
BLANK = "_" * 12


@dataclass(frozen=True)
class Piece:
    """Text of one look; a line break is a piece of its own. `size` in points, 0: that of the paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    size: float = 0


def classes_of(element: Any) -> list[str]:
    """Its classes."""
    return str(element.get("class", "")).split()


def is_hidden(element: Any) -> bool:
    """What the paper itself does not say: a comment, a drawing, a watermark, the running line at the foot."""
    if not isinstance(element.tag, str):
        return True
    tag = element.tag.rpartition("}")[2]
    return tag in ("svg", "style", "head") or element.get("aria-hidden") == "true" or "reference" in classes_of(element)


def inside(element: Any, look: Piece) -> Iterator[Piece]:
    """Pieces of everything in an inline element."""
    yield replace(look, text=element.text or "")
    for child in element:
        if not is_hidden(child):
            yield from of_inline(child, look)
        yield replace(look, text=child.tail or "")


def of_inline(element: Any, look: Piece) -> Iterator[Piece]:
    """Pieces of an inline element, without what follows it."""
    classes = classes_of(element)
    if element.tag == "br":
        yield replace(look, text=BREAK)
        return
    own_line = next((OWN_LINE[name] for name in classes if name in OWN_LINE), 0.0)
    if own_line:
        yield replace(look, text=BREAK)
    if "value" in classes and not (element.text or "").strip():
        yield replace(look, text=BLANK)
        return
    bold = look.bold or element.tag in ("b", "strong")
    yield from inside(
        element, replace(look, bold=bold, italic=look.italic or element.tag in ("i", "em"), size=own_line)
    )


def tidy(pieces: list[Piece]) -> list[Piece]:
    """Runs of spaces made one; none at the ends and around breaks; breaks only between words."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.text == BREAK:
            if found:
                found.append(piece)
            continue
        text = SPACES.sub(" ", UNSAID.sub("", piece.text))
        if not found or found[-1].text.endswith((" ", BREAK)):
            text = text.lstrip(" ")
        if text:
            found.append(replace(piece, text=text))
    while found and not found[-1].text.strip(" \n"):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
    return found
