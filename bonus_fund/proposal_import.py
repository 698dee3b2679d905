"""Sums of a proposal as a workbook: a form with the people already in it, and reading it back (clause 2.6).

Nothing is written here: what has been read is shown in the draft's form, and its author saves it, or does not.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from bonus_fund.distribution import roubles
from bonus_fund.models import BonusLine, BonusProposal
from bonus_fund.services.proposing import Written
from projects.importing.cells import BadCell, ErrorCell, as_seen, read_kopecks, read_personnel_number, tidy
from projects.importing.problems import Problem
from projects.importing.workbook import Unreadable, open_book

SHEET = "Премии"
NUMBER, PERSON, BODY, POST, SUM, WHY = (
    "Табельный номер",
    "Сотрудник",
    "Орган",
    "Должность",
    "Премия, руб.",
    "Обоснование",
)
COLUMNS = ((NUMBER, 14), (PERSON, 38), (BODY, 24), (POST, 44), (SUM, 18), (WHY, 60))
NEEDED = (NUMBER, BODY, SUM)
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADER, FIRST = 2, 3
LONGEST_WHY = 2000
NOT_HIS = "такого сотрудника в этом предложении нет"


@dataclass(frozen=True)
class Read:
    """What a workbook says: values by key of line, or errors (then no value counts); people it does not name."""

    values: dict[int, Written]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


def form_of(proposal: BonusProposal, lines: Sequence[BonusLine]) -> bytes:
    """The workbook to fill in: people, their bodies and posts, the sums as they stand, a total by formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        money = book.add_format({"num_format": "#,##0.00", "bg_color": "#FFF9E5"})
        why = book.add_format({"text_wrap": True, "bg_color": "#FFF9E5"})
        total = book.add_format({"bold": True, "num_format": "#,##0.00", "top": 1})
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(0, 0, f"{proposal}, {proposal.year} год", bold)
        sheet.write_string(1, 0, "Заполните премии и обоснования; строки людей не добавляйте и не переименовывайте.")
        for column, (title, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(HEADER, column, title, head)
        for row, line in enumerate(lines, FIRST):
            sheet.write_string(row, 0, line.person.personnel_number, text)
            for column, value in enumerate((line.person_name, line.authority, line.post_title), 1):
                sheet.write_string(row, column, value)
            sheet.write_number(row, 4, roubles(line.amount_kopecks), money)
            sheet.write_string(row, 5, line.justification, why)
        last = FIRST + len(lines)
        if lines:
            amount = roubles(sum(line.amount_kopecks for line in lines))
            sheet.write_string(last, 3, "Итого", bold)
            sheet.write_formula(last, 4, f"=SUM(E{FIRST + 1}:E{last})", total, amount)
        sheet.freeze_panes(FIRST, 2)
    return buffer.getvalue()


def read(content: bytes, lines: Sequence[BonusLine]) -> Read:
    """The workbook against the lines of the draft; every error with its row and column."""
    try:
        sheets = open_book(content).sheets
    except Unreadable as error:
        return _refused(Problem("", None, "", "", str(error)))
    title = SHEET if SHEET in sheets else next(iter(sheets), "")
    rows = sheets.get(title, [])
    at, columns = _header(rows)
    if at is None:
        needed = ", ".join(f"«{name}»" for name in NEEDED)
        return _refused(Problem(title, None, "", "", f"нет строки заголовков: нужны столбцы {needed}"))
    return _Reading(title, columns, lines).of(rows[at + 1 :], at + 2)


def _refused(problem: Problem) -> Read:
    return Read({}, (problem,), ())


def _header(rows: Sequence[Sequence[Any]]) -> tuple[int | None, dict[str, int]]:
    """The first row that names the needed columns, and their places."""
    for at, row in enumerate(rows[:20]):
        names = {tidy(str(cell)): column for column, cell in enumerate(row) if cell not in ("", None)}
        if all(name in names for name in NEEDED):
            return at, {name: names[name] for name, _ in COLUMNS if name in names}
    return None, {}


class _Reading:
    """One workbook being read: problems gather, values count only where there are none."""

    def __init__(self, title: str, columns: dict[str, int], lines: Sequence[BonusLine]) -> None:
        self.title, self.columns = title, columns
        self.lines = {(line.person.personnel_number, line.authority): line for line in lines}
        self.problems: list[Problem] = []
        self.values: dict[int, Written] = {}
        self.rows: dict[int, int] = {}

    def of(self, rows: Sequence[Sequence[Any]], first: int) -> Read:
        for number, row in enumerate(rows, first):
            cells = {name: row[place] if place < len(row) else "" for name, place in self.columns.items()}
            if not self._is_blank(cells):
                self._row(number, cells)
        missing = tuple(line.person_name for line in self.lines.values() if line.pk not in self.rows)
        return Read({} if self.problems else self.values, tuple(self.problems), missing)

    def _is_blank(self, cells: dict[str, Any]) -> bool:
        """An empty row, or the total under the people."""
        named = [cells.get(name) for name in (NUMBER, PERSON, BODY, WHY)]
        empty = all(_is_empty(cell) for cell in named)
        total = tidy(str(cells.get(POST) or "")).lower() == "итого"
        return empty and (total or _is_empty(cells[SUM]))

    def _row(self, row: int, cells: dict[str, Any]) -> None:
        line = self._line(row, cells)
        amount, why = self._amount(row, cells[SUM]), self._why(row, cells.get(WHY, ""))
        if line is None:
            return
        if line.pk in self.rows:
            self._wrong(row, NUMBER, cells[NUMBER], f"{line.person_name} уже стоит в строке {self.rows[line.pk]}")
            return
        self.rows[line.pk] = row
        self.values[line.pk] = Written(amount, line.justification if WHY not in self.columns else why)

    def _line(self, row: int, cells: dict[str, Any]) -> BonusLine | None:
        if _is_empty(cells[NUMBER]):
            self._wrong(row, NUMBER, "", "пусто: по табельному номеру портал находит сотрудника")
            return None
        try:
            number = read_personnel_number(_plain(cells[NUMBER]))
        except BadCell as error:
            self._wrong(row, NUMBER, cells[NUMBER], str(error))
            return None
        line = self.lines.get((number, tidy(str(cells[BODY]))))
        if line is None:
            known = any(number == one for one, _ in self.lines)
            column, value = (BODY, cells[BODY]) if known else (NUMBER, cells[NUMBER])
            self._wrong(row, column, value, "в этом органе такого сотрудника нет" if known else NOT_HIS)
        elif not _is_empty(cells.get(PERSON)) and tidy(str(cells[PERSON])) != line.person_name:
            self._wrong(row, PERSON, cells[PERSON], f"под этим номером в предложении {line.person_name}")
            return None
        return line

    def _amount(self, row: int, cell: Any) -> int:
        """Kopecks; an empty cell proposes nothing."""
        if _is_empty(cell):
            return 0
        try:
            if isinstance(cell, float | int) and not isinstance(cell, bool):
                # Excel keeps fifteen digits: what a formula leaves behind them is noise, half a kopeck is not.
                cell = cell if "e" in f"{cell:.15g}" else f"{cell:.15g}"
            return read_kopecks(_plain(cell))
        except BadCell as error:
            self._wrong(row, SUM, cell, str(error))
            return 0

    def _why(self, row: int, cell: Any) -> str:
        if _is_empty(cell):
            return ""
        if isinstance(cell, ErrorCell):
            self._wrong(row, WHY, cell, "формула с ошибкой")
            return ""
        text = tidy(as_seen(cell) if not isinstance(cell, str) else cell)
        if len(text) > LONGEST_WHY:
            self._wrong(row, WHY, text, f"длиннее {LONGEST_WHY} знаков")
        return text

    def _wrong(self, row: int, column: str, value: Any, message: str) -> None:
        self.problems.append(Problem(self.title, row, column, as_seen(value), message))


def _plain(cell: Any) -> Any:
    """A cell as the kinds of values take it: text tidy, an error of Excel told as such."""
    if isinstance(cell, ErrorCell):
        raise BadCell("формула с ошибкой или без значения")
    return tidy(cell) if isinstance(cell, str) else cell


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not tidy(cell))
