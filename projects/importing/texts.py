"""A table sent as text: utf-8, Windows-1251 or the "Unicode text" of Excel; comma, semicolon or tab between cells."""

import csv
import io
from itertools import islice
from statistics import median
from typing import Any

from projects.importing import unreadable
from projects.importing.unreadable import Unreadable

# What Russian Excel writes comes first where several would do.
DELIMITERS = (";", "\t", ",")
LOOKED_AT = 50
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ORDINARY_CONTROLS = frozenset("\t\r\n\f\v")


def rows_of(content: bytes) -> list[list[Any]] | None:
    """Rows of text cells of equal length; None where it is no table of text. Raises Unreadable for a broken one."""
    text = _decoded(content)
    if text is None:
        return None
    try:
        widths = {sign: _usual_width(text, sign) for sign in DELIMITERS}
        delimiter = max(DELIMITERS, key=lambda sign: widths[sign])
        if widths[delimiter] < 2:
            return None
        rows: list[list[Any]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(unreadable.BROKEN) from error
    width = max(map(len, rows))
    if width * len(rows) > unreadable.MOST_CELLS:
        raise Unreadable(unreadable.TOO_WIDE)
    return [row + [""] * (width - len(row)) for row in rows]


def _decoded(content: bytes) -> str | None:
    """Text, if it is text: no bytes in it that only programs write."""
    for encoding in ("utf-16",) if content.startswith(UTF_16) else ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = {sign for sign in set(text) if sign < " "} - ORDINARY_CONTROLS
        return None if controls else text
    return None


def _usual_width(text: str, delimiter: str) -> float:
    """How many cells a line usually has: a sign that stands in sums and captions only gives few or uneven ones."""
    lines = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), LOOKED_AT)
    return median([len(line) for line in lines if any(line)] or [0])
