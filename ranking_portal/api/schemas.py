"""Kinds of values that every section speaks in, parameters of lists, a page of a list.

Sums are whole kopecks (int), other fractional numbers are strings with a decimal point, days are ISO 8601.
"""

from collections.abc import Callable
from typing import Annotated, Any, Generic, Self, TypeVar

from django.db.models import QuerySet
from ninja import Field, Path, Query, Schema
from ninja.errors import ValidationError
from pydantic import ValidationInfo, model_validator

__all__ = ["Path", "Query"]

MOST, USUAL, FURTHEST = 200, 50, 1_000_000
LARGEST_KEY = 2**63 - 1
# No control characters: PostgreSQL takes no NUL.
CODE = r"^[^\x00-\x1f\x7f]+$"

Year = Annotated[int, Field(ge=2000, le=2100, description="Финансовый год")]
Code = Annotated[str, Field(min_length=1, max_length=32, pattern=CODE, description="Код проекта")]
Key = Annotated[int, Field(ge=1, le=LARGEST_KEY, description="Ключ записи")]
Ordinal = Annotated[int, Field(ge=1, le=32767, description="Номер по порядку")]
Kopecks = Annotated[int, Field(description="Сумма в целых копейках", examples=[12345678])]
Number = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="Десятичное число", examples=["71.58"])]
Item = TypeVar("Item")
# The value of a condition that was left out: its type says what may be sent, and null may not.
NOT_ASKED: Any = None


class Asked(Schema):
    """Parameters of a request. One that the address does not know is an error: a misspelt year is not every year."""

    @model_validator(mode="after")
    def nothing_else(self, info: ValidationInfo) -> Self:
        """Raises ninja's own ValidationError for unknown parameters."""
        unknown = sorted(set(info.context["request"].GET) - set(type(self).model_fields)) if info.context else []
        if unknown:
            raise ValidationError([{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown])
        return self


class Portion(Asked):
    """Which part of a list is asked for."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="Сколько записей вернуть")
    offset: int = Field(0, ge=0, le=FURTHEST, description="Сколько записей пропустить")


class OfYear(Portion):
    """A list that may be narrowed to a year."""

    year: Year = NOT_ASKED


class OfYearAndProject(OfYear):
    """A list that may be narrowed to a year and a project."""

    code: Code = NOT_ASKED


class Page(Schema, Generic[Item]):
    """A part of a list."""

    total: int = Field(description="Сколько записей всего подходит под условия")
    limit: int
    offset: int
    items: list[Item]


def page(rows: "QuerySet[Any]", asked: Portion, tell: Callable[[Any], Item]) -> Page[Item]:
    """The part of the rows that is asked for, each told: two queries, however many rows."""
    found = [tell(row) for row in rows[asked.offset : asked.offset + asked.limit]]
    return Page(total=rows.count(), limit=asked.limit, offset=asked.offset, items=found)


def answers(schema: Any) -> dict[int, Any]:
    """What an operation may answer: its own schema, or a problem."""
    from ranking_portal.api.errors import ANSWERS, Problem

    return {200: schema} | dict.fromkeys(ANSWERS, Problem)
