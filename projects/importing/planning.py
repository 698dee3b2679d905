"""What a workbook would change, told before anything is written."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from projects.importing import checks
from projects.importing.cells import alike
from projects.importing.difference import Difference, SheetChange, compare, told
from projects.importing.problems import Problem, first_of
from projects.importing.sheets import BY_TITLE, PERSON, PERSON_NAME, SHEETS, STAFF, TITLES
from projects.importing.stored import Register, register_of
from projects.importing.tables import Table, read_table
from projects.importing.workbook import Book, Unreadable, load, open_book
from projects.models import Cycle
from projects.services.cycles import no_cycle_of
from ranking_portal.journal.chain import canonical
from ranking_portal.words import counted
from ranking_portal.workflow.questions import ask

MAY_IMPORT = "projects.may_import"


@dataclass(frozen=True)
class Plan:
    """What is wrong in a workbook (`errors`), why it may not be imported now at all (`reasons`), what it would change.

    `errors` are at most a thousand, `errors_omitted` more were found. With errors `changes` count rows only.
    """

    year: int
    content: bytes = field(default=b"", repr=False)
    errors: tuple[Problem, ...] = ()
    errors_omitted: int = 0
    warnings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    changes: Mapping[str, SheetChange] = field(default_factory=dict)
    differences: Mapping[str, Difference] = field(default_factory=dict, repr=False)
    tables: Mapping[str, Table] = field(default_factory=dict, repr=False)
    book: Book | None = field(default=None, repr=False)

    @property
    def possible(self) -> bool:
        """Nothing stands in the way."""
        return not (self.errors or self.reasons)

    @property
    def changed(self) -> bool:
        """Whether anything would change."""
        return any(self.differences.values())

    @property
    def sha256(self) -> str:
        """Digest of the file as it came."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def digest(self) -> str:
        """Digest of the difference: two plans with the same one would change the same."""
        lines = [
            [title, [row.values for row in difference.created], *_replaced(difference)]
            for title, difference in self.differences.items()
        ]
        return hashlib.sha256(canonical(lines).encode()).hexdigest()

    def counts(self) -> dict[str, dict[str, int]]:
        """Rows read, created, changed, unchanged, removed, by sheet."""
        return {title: change.counts() for title, change in self.changes.items()}


def _replaced(difference: Difference) -> tuple[list[Any], list[Any]]:
    return [[row.was, row.values] for row in difference.changed], [values for _, values in difference.removed]


def plan(file: bytes | Path, year: int) -> Plan:
    """Read a workbook whole and hold it against the register of the year. Writes nothing, raises nothing."""
    try:
        content = load(file)
        book = open_book(content)
    except Unreadable as error:
        return Plan(year, errors=(Problem("", None, "", "", str(error)),))
    problems: list[Problem] = []
    warnings: list[str] = []
    tables = _tables(book, problems, warnings)
    problems += checks.check(tables, year)
    errors, omitted = first_of(problems, TITLES)
    checks.name_people(tables)
    return compared(Plan(year, content, errors, omitted, tuple(warnings), tables=tables, book=book))


def compared(read: Plan) -> Plan:
    """The same workbook held against the register as it is now."""
    read = replace(read, reasons=_reasons(read.year))
    if read.errors:
        rows = {title: SheetChange(len(table.lines)) for title, table in read.tables.items()}
        return replace(read, changes=rows)
    register = register_of(read.year)
    differences = {
        title: compare(table.sheet, zip(table.lines, table.rows(), strict=True), register.rows[title])
        for title, table in read.tables.items()
    }
    changes = {title: told(table.sheet, differences[title], len(table.lines)) for title, table in read.tables.items()}
    warnings = (*read.warnings, *_warned(read.tables, register), *_emptied(changes))
    return replace(read, changes=changes, differences=differences, warnings=tuple(dict.fromkeys(warnings)))


def _tables(book: Book, problems: list[Problem], warnings: list[str]) -> dict[str, Table]:
    """The known sheets of a workbook, in the order of their descriptions."""
    there = {alike(name): name for name in reversed(list(book.sheets))}
    found = {}
    for sheet in SHEETS:
        name = there.pop(alike(sheet.title), None)
        if name is None:
            problems.append(Problem(sheet.title, None, "", "", f"нет листа «{sheet.title}»"))
            continue
        table = read_table(sheet, name, book.sheets[name], problems, warnings)
        if table is not None:
            found[sheet.title] = table
    used = {alike(title) for title in BY_TITLE}
    strange = [name for name in book.sheets if alike(name) not in used]
    if strange:
        names = ", ".join(f"«{name}»" for name in strange[:10])
        warnings.append(f"Лишние листы не читаются: {names}.")
    return found


def _reasons(year: int) -> tuple[str, ...]:
    """Why nothing may be imported into the year now."""
    if reason := no_cycle_of(year):
        return (reason,)
    cycle = Cycle.objects.filter(year=year).first()
    return tuple(ask(MAY_IMPORT, cycle)) if cycle else ()


def _warned(tables: Mapping[str, Table], register: Register) -> list[str]:
    staff = tables[STAFF]
    others = register.given_to_others(set(zip(staff.values[PERSON], staff.values[PERSON_NAME], strict=True)))
    if not others:
        return []
    numbers = counted(others, "табельный номер", "табельных номера", "табельных номеров")
    return [
        f"Отданы другим людям: {numbers}. Под прежним номером с другим именем — другой человек, права не переходят."
    ]


def _emptied(changes: Mapping[str, SheetChange]) -> list[str]:
    return [
        f"Лист «{title}» пуст: все прежние строки года исчезнут ({len(change.removed)})."
        for title, change in changes.items()
        if change.removed and not change.rows
    ]
