"""What a workbook would change, told before anything is written."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from projects.importing import checks
from projects.importing.cells import as_seen, tidy
from projects.importing.difference import Difference, SheetChange, compare
from projects.importing.problems import Problem, first_of
from projects.importing.profiles import OFFICE, Missing, Profile
from projects.importing.recognizing import Choices, readings, sheets_of
from projects.importing.sheets import PERSON, PERSON_NAME, STAFF, TITLES
from projects.importing.stored import Register, register_of
from projects.importing.tables import Found, Reading, Table, read_table
from projects.importing.workbook import Book, Unreadable, load, open_book
from projects.models import Cycle
from projects.services.cycles import no_cycle_of
from ranking_portal.journal.chain import canonical
from ranking_portal.words import counted
from ranking_portal.workflow.questions import ask

MAY_IMPORT = "projects.may_import"

# Told how many rows are read, of how many, with how many errors so far; may raise, to stop it.
Progress = Callable[[int, int, int], None]


def _nobody(done: int, rows: int, errors: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Plan:
    """What is wrong in a workbook (`errors`), why it may not be imported now at all (`reasons`), what it would change.

    `errors` are at most a thousand, `errors_omitted` more were found. With errors `changes` count rows only.
    """

    year: int
    content: bytes = field(default=b"", repr=False)
    profile: Profile = OFFICE
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
    def unmapped(self) -> list[Table]:
        """Sheets that lack columns and have headers that nobody knows: people can say which is which."""
        return [table for table in self.tables.values() if table.lacking and table.strange]

    @property
    def sha256(self) -> str:
        """Digest of the file as it came."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
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


def samples_of(read: Plan, table: Table) -> dict[str, str]:
    """The first value under each strange header; none where one of them may be pay."""
    if read.book is None or any(column.secret for column in table.sheet.columns):
        return {}
    rows = read.book.sheets[table.name]
    found: dict[str, str] = {}
    for place, header in enumerate(rows[table.head]):
        values = (as_seen(row[place]) for row in rows[table.head + 1 :])
        if (name := tidy(str(header))) in table.strange and (value := next(filter(None, values), "")):
            found.setdefault(name, value)
    return found


def _replaced(difference: Difference) -> tuple[list[Any], list[Any]]:
    return [[row.was, row.values] for row in difference.changed], [values for _, values in difference.removed]


def plan(
    file: bytes | Path,
    year: int,
    profile: Profile = OFFICE,
    *,
    choices: Choices | None = None,
    progress: Progress = _nobody,
) -> Plan:
    """Read a workbook whole and hold it against the register of the year. Writes nothing, raises nothing of its own.

    `choices` are what people have said of headers that the profile does not know.
    """
    read = reading(file, year, profile, choices=choices, progress=progress)
    return compared(read) if read.book else read


def reading(
    file: bytes | Path,
    year: int,
    profile: Profile = OFFICE,
    *,
    choices: Choices | None = None,
    progress: Progress = _nobody,
) -> Plan:
    """The same without a look at what would change: for who compares it later anyway."""
    try:
        content = load(file)
        book = open_book(content)
    except Unreadable as error:
        return Plan(year, profile=profile, errors=(Problem("", None, "", "", str(error)),))
    found = Found(warnings=list(book.notes))
    ways = readings(profile, choices or {})
    tables = _tables(book, sheets_of(book, profile, ways, found), ways, found, progress)
    stored = None if profile.whole else register_of(year, ())
    if stored and profile.full_names:
        checks.by_full_names(tables, stored.full_names())
    known = checks.known_of(tables, stored)
    found.problems += checks.check(tables, year, known)
    if stored:
        found.problems += checks.renamed(tables, stored)
    errors, omitted = first_of(found.problems, TITLES)
    checks.name_people(tables, known.names)
    return Plan(year, content, profile, errors, omitted, tuple(found.warnings), tables=tables, book=book)


def compared(read: Plan) -> Plan:
    """The same workbook held against the register as it is now."""
    read = replace(read, reasons=_reasons(read.year))
    if read.errors:
        rows = {title: SheetChange(table.sheet, len(table.lines)) for title, table in read.tables.items()}
        return replace(read, changes=rows)
    register = register_of(read.year, read.tables)
    missing = {source.sheet: source.missing for source in read.profile.sources}
    differences = {
        title: compare(
            table.sheet,
            zip(table.lines, table.rows(), strict=True),
            register.rows[title],
            missing.get(title, Missing.STAYS),
        )
        for title, table in read.tables.items()
    }
    changes = {
        title: SheetChange(table.sheet, len(table.lines), differences[title]) for title, table in read.tables.items()
    }
    warnings = (*read.warnings, *_warned(read.tables, register), *_emptied(changes))
    return replace(read, changes=changes, differences=differences, warnings=tuple(dict.fromkeys(warnings)))


def _tables(
    book: Book, names: Mapping[str, str], ways: Mapping[str, Reading], found: Found, progress: Progress
) -> dict[str, Table]:
    """The sheets that were recognized, in the order of their descriptions."""
    rows = sum(len(book.sheets[name]) for name in names.values())
    cells = sum(len(book.sheets[name]) * len(ways[title].sheet.columns) for title, name in names.items())
    read = 0

    def tick(more: int, errors: int) -> None:
        nonlocal read
        read += more
        progress(rows * read // max(1, cells), rows, errors)

    found.tick = tick
    progress(0, rows, 0)
    tables = {title: read_table(ways[title], name, book.sheets[name], found) for title, name in names.items()}
    progress(rows, rows, len(found.problems))
    return {title: table for title, table in tables.items() if table is not None}


def _reasons(year: int) -> tuple[str, ...]:
    """Why nothing may be imported into the year now."""
    if reason := no_cycle_of(year):
        return (reason,)
    cycle = Cycle.objects.filter(year=year).first()
    return tuple(ask(MAY_IMPORT, cycle)) if cycle else ()


def _warned(tables: Mapping[str, Table], register: Register) -> list[str]:
    staff = tables.get(STAFF)
    if staff is None:
        return []
    others = register.given_to_others(set(zip(staff.values[PERSON], staff.values[PERSON_NAME], strict=True)))
    if not others:
        return []
    numbers = counted(others, "табельный номер", "табельных номера", "табельных номеров")
    return [
        f"Отданы другим людям: {numbers}. Под прежним номером с другим именем — другой человек, права не переходят."
    ]


def _emptied(changes: Mapping[str, SheetChange]) -> list[str]:
    return [
        f"Лист «{title}» пуст: все прежние строки года исчезнут ({gone})."
        for title, change in changes.items()
        if (gone := change.counts()["removed"]) and not change.rows
    ]
