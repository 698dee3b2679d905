"""What an import has brought, and what has become of it since: read only."""

from typing import Any

from django.db import models

from projects.importing.difference import labels_of
from projects.importing.pages import rows_of
from projects.importing.sheets import BY_TITLE, PROJECTS, SHEETS, Sheet
from projects.importing.stored import register_of
from projects.importing.writing import stored_rows
from projects.models import Import, Part


def brought(made: Import, sheet: Sheet) -> list[int]:
    """Keys of the rows that an import has added to a sheet, those that are still there."""
    if not sheet.has_source():
        return [row["id"] for row in rows_of(made, Part.BROUGHT, sheet.title)]
    former = {row["id"] for row in rows_of(made, Part.FORMER, sheet.title)}
    rows = sheet.model._default_manager.filter(source_import=made).order_by("pk")
    return [pk for pk in rows.values_list("pk", flat=True) if pk not in former]


def touched_since(made: Import) -> list[str]:
    """What of an import was changed, removed or built upon later, each by its sheet and name."""
    found: list[str] = []
    for sheet in SHEETS:
        found += _edited(made, sheet) if sheet.has_source() else _edited_without_source(made, sheet)
        found += _added_anew(made, sheet)
    return found + _facts_on_new_cards(made)


def _edited(made: Import, sheet: Sheet) -> list[str]:
    """Rows that are no longer those of the import: edited by hand, by a later import, or gone."""
    there = set(sheet.model._default_manager.filter(source_import=made).values_list("source_row", flat=True))
    lines = {row[0]: row[1] for part in (Part.CREATED, Part.CHANGED) for row in rows_of(made, part, sheet.title)}
    return [_named(sheet, label) for line, label in sorted(lines.items()) if line not in there]


def _edited_without_source(made: Import, sheet: Sheet) -> list[str]:
    """The same for people's posts and organizations, which do not know their import: their values tell."""
    rows = list(rows_of(made, Part.BROUGHT, sheet.title))
    there = {row["id"]: _plain(sheet.model, row) for row in stored_rows(sheet.model, [row["id"] for row in rows])}
    found = [_named(sheet, _name(row)) for row in rows if there.get(row["id"]) != _plain(sheet.model, row)]
    changed = {row[1]: row[2] for row in rows_of(made, Part.CHANGED, sheet.title)}
    if not changed:
        return found
    label, shown = labels_of(sheet), {column.header: column for column in sheet.columns}
    now = {label(values): values for _, values in register_of(made.year, (sheet.title,)).rows[sheet.title]}
    for name, columns in changed.items():
        values = now.get(name)
        for header, (_, is_) in columns.items():
            if header not in shown:
                continue
            column = shown[header]
            value = None if values is None else values[sheet.paths.index(column.path)]
            if ("" if value is None else column.kind.show(value)) != is_:
                found.append(_named(sheet, name))
                break
    return found


def _plain(model: type[models.Model], row: dict[str, Any]) -> dict[str, str]:
    return {field.attname: str(field.to_python(row[field.attname])) for field in model._meta.concrete_fields}


def _name(row: dict[str, Any]) -> str:
    return str(row.get("short_name") or row.get("title"))


def _added_anew(made: Import, sheet: Sheet) -> list[str]:
    """Rows that the import removed and that somebody has added again."""
    removed = set(rows_of(made, Part.REMOVED, sheet.title)) if sheet.key else set()
    if not removed:
        return []
    label = labels_of(sheet)
    now = {label(values) for _, values in register_of(made.year, (sheet.title,)).rows[sheet.title]}
    return [_named(sheet, name) for name in sorted(removed & now)]


def _facts_on_new_cards(made: Import) -> list[str]:
    """What others have put on cards that the import has opened: it would go with them."""
    cards = brought(made, BY_TITLE[PROJECTS])
    found = []
    for sheet in SHEETS:
        if sheet.owner == "card" and cards:
            rows = sheet.model._default_manager.filter(card__in=cards).exclude(source_import=made)
            codes = rows.order_by("card__project__code").values_list("card__project__code", flat=True).distinct()
            found += [_named(sheet, f"проект {code}") for code in codes]
    return found


def _named(sheet: Sheet, label: str) -> str:
    return f"лист «{sheet.title}»: {label}"
