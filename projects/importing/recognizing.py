"""Which sheet of a workbook is which sheet of the register, by name, or by headers where the name says nothing."""

from collections.abc import Mapping

from projects.importing.cells import alike
from projects.importing.problems import Problem
from projects.importing.profiles.profile import Profile, Source
from projects.importing.tables import HEADER_WITHIN, Found, Reading, fullest_row
from projects.importing.workbook import Book, Rows

# (register's sheet, header as it is compared) -> path, or "" for a column that is not to be loaded
Choices = Mapping[tuple[str, str], str]


def readings(profile: Profile, choices: Choices) -> dict[str, Reading]:
    """How each sheet of a profile is read, with what people have chosen for headers that it does not know."""
    found = {}
    for source in profile.sources:
        chosen = {header: path for (title, header), path in choices.items() if title == source.sheet}
        names = {**chosen, **source.names()}
        found[source.sheet] = Reading(
            source.described, names, source.fixed_values(), source.synonyms(), not profile.whole
        )
    return found


def sheets_of(book: Book, profile: Profile, ways: Mapping[str, Reading], found: Found) -> dict[str, str]:
    """Names of the workbook's sheets by the register's; what is not there is an error, what is strange a warning."""
    there = {alike(name): name for name in reversed(list(book.sheets))}
    named: dict[str, str] = {}
    for source in profile.sources:
        name = next((there.pop(word) for word in _called(source) if word in there), None)
        if name is not None:
            named[source.sheet] = name
    if not profile.whole:
        _by_headers(book, list(there.values()), ways, named)
    left = [name for name in book.sheets if name not in named.values()]
    if profile.whole:
        for title in (title for title in profile.titles if title not in named):
            found.problems.append(Problem(title, None, "", "", f"нет листа «{title}»"))
    elif not named:
        words = ", ".join(f"«{title}»" for title in profile.titles)
        message = f"в файле не найдено ни одной таблицы источника «{profile.title}»: нужны листы {words}"
        found.problems.append(Problem("", None, "", "", message))
    if left:
        told = ", ".join(f"«{name}»" for name in left[:10])
        found.warnings.append(f"Лишние листы не читаются: {told}.")
    return {title: named[title] for title in profile.titles if title in named}


def _called(source: Source) -> list[str]:
    return [alike(word) for word in (source.sheet, *source.called)]


def _by_headers(book: Book, left: list[str], ways: Mapping[str, Reading], named: dict[str, str]) -> None:
    """Sheets with strange names, each taken for the one of the register whose headers it has most of."""
    for name in reversed(left):
        met = {title: _met(reading, book.sheets[name]) for title, reading in ways.items() if title not in named}
        best = max(met, key=lambda title: met[title], default="")
        # One source of one sheet may be called anything, and its headers too: they are asked for.
        if best and met[best] >= 2 * len(ways[best].sheet.columns) / 3:
            named[best] = name
    if len(ways) == 1 and not named:
        (title,) = ways
        full = [name for name in reversed(left) if fullest_row(book.sheets[name]) is not None]
        if full:
            named[title] = full[0]


def _met(reading: Reading, rows: Rows) -> int:
    """How many columns of a sheet are named in a line of its beginning."""
    lines = [{alike(cell) for cell in row if isinstance(cell, str) and cell} for row in rows[:HEADER_WITHIN]]
    return max((len({reading.names[word] for word in line & reading.names.keys()}) for line in lines), default=0)
