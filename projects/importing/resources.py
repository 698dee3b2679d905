"""Sheets as resources of django-import-export: their columns by name, and their rows for export.

A resource is made of the sheet's own description, so that what goes out comes back in without a difference. Reading,
comparing and writing stay column by column: row by row they cost a hundred times more.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Value
from import_export import fields, resources, widgets

from projects.importing.sheets import PAY, YEAR, Column, Sheet


class CellWidget(widgets.Widget):  # type: ignore[misc]
    """A value as the cell that the import reads back."""

    def __init__(self, column: Column) -> None:
        """Of a column of a sheet."""
        super().__init__()
        self.column = column

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """The cell: roubles of kopecks, words of choices, days as days, nothing of nothing."""
        return None if value is None else self.column.kind.cell(value)


class SheetResource(resources.ModelResource):  # type: ignore[misc]
    """Rows of a sheet of a year."""

    sheet: Sheet

    class Meta:
        fields: tuple[str, ...] = ()

    def get_export_order(self, **kwargs: Any) -> list[str]:
        """In the order of the sheet."""
        return [column.path for column in self.sheet.columns]

    def get_queryset(self) -> models.QuerySet[Any]:
        """Rows with all that their columns lead to, in the order in which they came."""
        steps = {column.path.rpartition("__")[0] for column in self.sheet.columns if column.kept}
        rows = self.sheet.model._default_manager.order_by("pk")
        if self.sheet.owner == "card":
            steps.add("card__cycle")
        return rows.select_related(*sorted(steps - {""}))

    def of_year(self, year: int) -> models.QuerySet[Any]:
        """Rows of a year; organizations belong to none, and are all there."""
        of = {"card": {"card__cycle__year": year}, "cycle": {"cycle__year": year}, "year": {"year": year}}
        return self.get_queryset().filter(**of.get(self.sheet.owner, {}))

    def headers(self) -> list[str]:
        """Names of the columns."""
        return [str(header) for header in self.get_export_headers()]

    def values(self, rows: models.QuerySet[Any]) -> Iterable[tuple[Any, ...]]:
        """What is stored under every column, row by row (pay: nothing): models cost more than their workbook."""
        paths = [UNKEPT.get(column.path, column.path) for column in self.sheet.columns]
        stored = [path or Value(None, models.IntegerField()) for path in paths]
        return rows.values_list(*stored).iterator(chunk_size=500)


# What is not kept: the year is that of the card, pay is nowhere.
UNKEPT = {YEAR: "card__cycle__year", PAY: ""}


@cache
def resource_of(sheet: Sheet) -> SheetResource:
    """The resource of a sheet."""
    columns = {
        column.path: fields.Field(UNKEPT.get(column.path, column.path) or None, column.header, CellWidget(column))
        for column in sheet.columns
    }
    meta = type("Meta", (), {"model": sheet.model, "fields": tuple(columns)})
    kind: Any = type(SheetResource)
    made = kind(f"{sheet.model.__name__}Resource", (SheetResource,), {**columns, "sheet": sheet, "Meta": meta})
    found: SheetResource = made()
    return found
