"""The rating as a table: its columns, what was chosen to be seen, order, mean and median. Plain values, no Django."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any
from urllib.parse import urlencode

from ranking.charts import Piece
from ranking.presenting import CRITERIA, ELIGIBILITY, Row, comma
from ranking.scales import MethodologyContent, half_up

TEXTS = ("q", "national", "body", "eligible", "sort")
LONGEST = 200
FIXED = "name"


@dataclass(frozen=True)
class Column:
    """A column. `value` sorts and is exported, None standing last; `points`: it has a mean; `wide`: not on a phone.

    `long`: its title is long and wraps.
    """

    key: str
    title: str
    value: Callable[[Row], Any]
    numeric: bool = False
    points: bool = False
    wide: bool = False
    by_default: bool = False
    bar: bool = False
    long: bool = False

    @property
    def first_order(self) -> str:
        """The order of the first click: texts and places from the beginning, points from the greatest."""
        return f"-{self.key}" if self.points or self.bar else self.key


@dataclass(frozen=True)
class Choice:
    """What is seen: filters, order, columns by key. An empty order is that of the ranking itself."""

    q: str = ""
    national: str = ""
    body: str = ""
    eligible: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()

    @property
    def filtered(self) -> bool:
        """Some projects may be hidden."""
        return bool(self.q or self.national or self.body or self.eligible)

    def told(self, columns: Iterable[Column]) -> str:
        """The filters and the order in words, "" where all projects stand in the order of the ranking."""
        parts = [f"поиск «{self.q}»"] if self.q else []
        parts += [one for one in (self.national, self.body) if one]
        parts += [ELIGIBILITY[self.eligible]] if self.eligible else []
        column = next((one for one in columns if one.key == self.sort.removeprefix("-")), None)
        if column:
            order = "по убыванию" if self.sort.startswith("-") else "по возрастанию"
            parts.append(f"порядок: {column.title.lower()}, {order}")
        return "; ".join(parts)

    def address(self) -> str:
        """The query string that shows the same again."""
        texts = [(name, getattr(self, name)) for name in TEXTS if getattr(self, name)]
        return urlencode([*texts, *(("cols", key) for key in self.columns)])


@dataclass(frozen=True)
class Cell:
    """One cell of a row as printed. `kind`: "bar" draws `pieces`, "name" is the name with what belongs to it."""

    css: str
    text: str
    kind: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Head:
    """The head of a column: the order that a click gives, and the one it has now ("ascending", "descending", "")."""

    key: str
    title: str
    css: str
    sort: str
    direction: str


def columns_of(methodology: MethodologyContent | None, *, decided: bool) -> list[Column]:
    """Every column of the table in order, the points of single indicators last; `decided`: coefficients are known."""
    found = [
        Column("place", "Место", lambda row: row.place, numeric=True, by_default=True),
        Column(FIXED, "Проект", lambda row: row.name.casefold(), by_default=True),
        Column("code", "Код", lambda row: row.code),
        Column("national", "Национальный проект", lambda row: row.national_project),
        Column("body", "Орган", lambda row: row.body),
        Column("eligible", "Допуск", lambda row: row.eligibility),
        Column("bar", "Баллы", lambda row: Decimal(row.raw["total"]), wide=True, by_default=True, bar=True),
    ]
    found += [
        Column(str(number), title, _criterion(number), numeric=True, points=True, wide=True, by_default=True)
        for number, title in CRITERIA.items()
    ]
    total: Callable[[Row], Decimal] = lambda row: Decimal(row.raw["total"])  # noqa: E731
    found.append(Column("total", "Итого", total, numeric=True, points=True, by_default=True))
    if decided:
        found.append(Column("coefficient", "Коэффициент", lambda row: row.coefficient, numeric=True, by_default=True))
    indicators = [one for criterion in methodology.criteria for one in criterion.indicators] if methodology else []
    found += [
        Column(one.code, one.title, _indicator(one.code), numeric=True, points=True, long=True) for one in indicators
    ]
    return found


def _criterion(number: int) -> Callable[[Row], Decimal]:
    return lambda row: Decimal(row.raw["criteria"][str(number)])


def _indicator(code: str) -> Callable[[Row], Decimal | None]:
    def value(row: Row) -> Decimal | None:
        found = row.raw["indicators"].get(code)
        return Decimal(found["points"]) if found else None

    return value


def read_choice(query: Mapping[str, Sequence[str]], columns: Sequence[Column]) -> Choice:
    """What the address asks for; anything unknown is left out. `query`: names -> all their values.

    The usual columns, ticked one by one, are no choice of columns.
    """
    known = [column.key for column in columns]
    texts = {name: (query.get(name) or ("",))[-1].strip()[:LONGEST] for name in TEXTS}
    if texts["sort"].removeprefix("-") not in known:
        texts["sort"] = ""
    if texts["eligible"] not in ELIGIBILITY:
        texts["eligible"] = ""
    asked = set(query.get("cols", ()))
    if asked == {column.key for column in columns if column.by_default and column.key != FIXED}:
        asked = set()
    return Choice(**texts, columns=tuple(key for key in known if key in asked and key != FIXED))


def shown_columns(columns: Iterable[Column], choice: Choice) -> list[Column]:
    """The columns to be seen: the chosen ones and the name, or those shown to whoever has chosen nothing."""
    if not choice.columns:
        return [column for column in columns if column.by_default]
    return [column for column in columns if column.key in choice.columns or column.key == FIXED]


def arranged(rows: Iterable[Row], choice: Choice, columns: Iterable[Column]) -> list[Row]:
    """The rows that match, in the order chosen."""
    words = choice.q.casefold()
    found = [
        row
        for row in rows
        if (not words or words in f"{row.code} {row.name} {row.national_project} {row.body}".casefold())
        and choice.national in ("", row.national_project)
        and choice.body in ("", row.body)
        and (not choice.eligible or (row.eligible is not False) == (choice.eligible == "yes"))
    ]
    column = next((one for one in columns if one.key == choice.sort.removeprefix("-")), None)
    if column is None:
        return found
    value = column.value
    known = [row for row in found if value(row) is not None]
    # What has no value stands last either way.
    ordered = sorted(known, key=value, reverse=choice.sort.startswith("-"))
    return ordered + [row for row in found if value(row) is None]


def heads(columns: Iterable[Column], choice: Choice) -> list[Head]:
    """Heads of the shown columns; a second click on one turns the order round."""
    found = []
    for column in columns:
        direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(choice.sort, "")
        first = column.first_order
        other = column.key if first.startswith("-") else f"-{column.key}"
        sort = other if choice.sort == first else first
        found.append(Head(column.key, column.title, _css(column, choice).removesuffix(" place"), sort, direction))
    return found


def cells(row: Row, columns: Iterable[Column], choice: Choice) -> list[Cell]:
    """The cells of a row."""
    return [_cell(row, column, choice) for column in columns]


def _cell(row: Row, column: Column, choice: Choice) -> Cell:
    if column.bar:
        return Cell(_css(column, choice), "", "bar", row.pieces)
    if column.key == FIXED:
        return Cell("name", row.name, "name")
    return Cell(_css(column, choice), _text(column, row))


def _text(column: Column, row: Row) -> str:
    value = column.value(row)
    if value is None:
        return "—"
    return comma(str(value)) if column.numeric else str(value)


def _css(column: Column, choice: Choice) -> str:
    """Classes of a cell; columns chosen by hand are shown on a phone too."""
    wide = column.wide and not choice.columns
    names = (
        ("num", column.numeric),
        ("wide", wide),
        ("place", column.key == "place"),
        ("sum", column.key == "total"),
        ("long", column.long),
    )
    return " ".join(name for name, wanted in names if wanted)


def mean(values: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean, half up to two decimals. Raises ZeroDivisionError for nothing."""
    # Sums of points are exact in decimals; only the mean is not.
    return half_up(Fraction(sum(values, Decimal(0))) / len(values), 2)


def middle(values: Sequence[Decimal]) -> Decimal:
    """The median, half up to two decimals. Raises StatisticsError for nothing."""
    return half_up(Fraction(median(values)), 2)


def summary(rows: Sequence[Row], columns: Iterable[Column], choice: Choice) -> list[list[Cell]]:
    """Mean and median of every column of points over all the rows seen, as two more rows; none for no rows."""
    found = []
    shown = list(columns)
    for label, of in (("Среднее", mean), ("Медиана", middle)) if rows else ():
        line = []
        for column in shown:
            values = [value for row in rows if (value := column.value(row)) is not None] if column.points else []
            line.append(Cell(_css(column, choice), comma(str(of(values))) if values else ""))
        found.append(
            [cell if column.key != FIXED else Cell("name", label) for column, cell in zip(shown, line, strict=True)]
        )
    return found
