"""What a packed workbook (XLSX, ODS) may hold, looked at before it is opened, and the cells its reader leaves out."""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from projects.importing import unreadable
from projects.importing.cells import ErrorCell
from projects.importing.unreadable import Unreadable

NEVER_COMPUTED = "формула без значения"
LINKED = "В книге есть ссылки на другие файлы: взяты значения, которые сохранены в ней самой."

SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?P<head>[^>]*?\br=["'](?P<column>[A-Z]{1,3})(?P<row>\d{1,7})["'][^>]*?)(?<!/)>"""
    rb"""(?P<body>.*?)</(?:\w+:)?c>""",
    re.DOTALL,
)
# Without these a sheet takes 26 columns and 99,999 rows at most.
FAR = re.compile(rb"""=\s*["'](?:[A-Z]{2,3}\d|[A-Z]?\d{6})""")
# A failed or a computed cell has one of these, whatever its program calls the parts of it.
WORTH_LOOKING = (b't="e"', b"t='e'", b"<f", b":f")
PIECE = 1024 * 1024
FAILED = re.compile(rb"""\bt=["']e["']""")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
# Excel keeps macros in one part, OpenDocument in folders.
MACRO_PARTS = re.compile(r"(?:^|/)vbaProject\.bin$|^(?:Basic|Scripts)/.", re.IGNORECASE)
OUTSIDE_PARTS = re.compile(r"^xl/externalLinks/", re.IGNORECASE)

Cells = Mapping[tuple[int, int], ErrorCell]


@dataclass(frozen=True)
class Package:
    """What the examination found: failed cells by sheet, and what is worth telling."""

    failed: Mapping[str, Cells] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def examine(content: bytes) -> Package:
    """Refuse a packed file that must not be opened; find the failed formulas, which the reader shows as empty cells.

    Raises Unreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > unreadable.MOST_UNPACKED:
                raise Unreadable(unreadable.UNPACKS_TO_MORE)
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unreadable(unreadable.PROTECTED)
            return _inside(packed)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable(unreadable.BROKEN) from error


def _inside(packed: zipfile.ZipFile) -> Package:
    names = set(packed.namelist())
    if any(MACRO_PARTS.search(name) for name in names):
        raise Unreadable(unreadable.MACROS)
    if "xl/workbook.xml" in names:
        notes = (LINKED,) if any(OUTSIDE_PARTS.match(name) for name in names) else ()
        parts = [(name, part) for name, part in _parts(packed) if part in names]
        failed = {name: _failed_cells(packed.read(part)) for name, part in parts}
        _whole(packed, names - {part for _, part in parts})
        return Package(failed, notes)
    if "content.xml" in names:
        manifest = packed.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
        if b"encryption-data" in manifest:
            raise Unreadable(unreadable.PROTECTED)
        _whole(packed, names)
        return Package()
    raise Unreadable(unreadable.NOT_A_WORKBOOK)


def _whole(packed: zipfile.ZipFile, names: Iterable[str]) -> None:
    """Read parts for their check sums alone; raises BadZipFile where one does not hold."""
    for name in names:
        with packed.open(name) as part:
            while part.read(PIECE):
                pass


def _attributes(tag: bytes) -> dict[str, str]:
    found = ATTRIBUTE.findall(tag.decode("utf-8", "replace"))
    return {name.rpartition(":")[2]: html.unescape(double or single) for name, double, single in found}


def _parts(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Names of the sheets, each with its part of the package."""
    if "xl/_rels/workbook.xml.rels" not in packed.namelist():
        return []
    relations = [_attributes(tag) for tag in RELATION.findall(packed.read("xl/_rels/workbook.xml.rels"))]
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    sheets = [_attributes(tag) for tag in SHEET.findall(packed.read("xl/workbook.xml"))]
    found = [(sheet.get("name", ""), targets.get(sheet.get("id", ""), "")) for sheet in sheets]
    return [(name, part[1:] if part.startswith("/") else f"xl/{part}") for name, part in found if part]


def _failed_cells(part: bytes) -> dict[tuple[int, int], ErrorCell]:
    """Cells of a sheet with an error instead of a value, by row and column from zero."""
    if FAR.search(part):
        _measure(part)
    if not any(sign in part for sign in WORTH_LOOKING):
        return {}
    failed = {}
    for cell in CELL.finditer(part):
        place = int(cell["row"]) - 1, _column(cell["column"])
        value = VALUE.search(cell["body"])
        if FAILED.search(cell["head"]):
            failed[place] = ErrorCell(value[1].decode("utf-8", "replace") if value else "#ОШИБКА")
        elif value is None and FORMULA.search(cell["body"]) and not re.search(rb"""\bt=["']str["']""", cell["head"]):
            failed[place] = ErrorCell(NEVER_COMPUTED)
    return failed


def _measure(part: bytes) -> None:
    """One stray cell in the far corner would make the reader lay out the whole sheet; raises Unreadable."""
    rows, letters = 0, set()
    for found in REFERENCE.finditer(part):
        name, row = found.groups()
        letters.add(name)
        rows = max(rows, int(row))
    columns = max(map(_column, letters), default=-1) + 1
    if rows * columns > unreadable.MOST_CELLS:
        raise Unreadable(unreadable.TOO_WIDE)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
