"""What an import changes, kept in pages: shown one by one before it is confirmed, read again when it is taken back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from projects.importing.difference import SheetChange
from projects.models import Import, ImportPage, Part

# A page on the screen is one page that is kept; what nobody looks at goes in larger ones.
SHOWN, KEPT = 100, 1000
SHOWN_PARTS = (Part.CREATED, Part.CHANGED, Part.REMOVED)


def keep(made: Import, part: Part, sheet: str, rows: Sequence[Any]) -> None:
    """Keep rows of a sheet in pages."""
    size = SHOWN if part in SHOWN_PARTS else KEPT
    ImportPage.objects.bulk_create(
        [
            ImportPage(made=made, part=part, sheet=sheet, number=number, rows=list(rows[start : start + size]))
            for number, start in enumerate(range(0, len(rows), size), 1)
        ],
        100,
    )


def keep_changes(made: Import, changes: Mapping[str, SheetChange]) -> None:
    """Keep what is shown of every sheet, in place of what was kept before."""
    ImportPage.objects.filter(made=made, part__in=SHOWN_PARTS).delete()
    for title, change in changes.items():
        keep(made, Part.CREATED, title, change.created)
        keep(made, Part.CHANGED, title, [[row.row, row.label, row.columns] for row in change.changed])
        keep(made, Part.REMOVED, title, change.removed)


def rows_of(made: Import, part: Part, sheet: str) -> Iterator[Any]:
    """All kept rows of a part of a sheet, in order."""
    pages = ImportPage.objects.filter(made=made, part=part, sheet=sheet).order_by("number")
    for page in pages.iterator(chunk_size=20):
        yield from page.rows


def page_of(made: Import, part: Part, sheet: str, number: int) -> list[Any]:
    """One page as it is shown; an empty list where there is no such page."""
    page = ImportPage.objects.filter(made=made, part=part, sheet=sheet, number=number).first()
    return list(page.rows) if page else []
