"""The recalculation of the general fund and its distribution as a workbook (clause 2.6)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import xlsxwriter

from bonus_fund.models import FundDistribution, FundRecalculation
from bonus_fund.presenting_funds import Base, Person, assumptions, base_of, sums_of
from bonus_fund.queries_funds import distribution_of_fund
from bonus_fund.xlsx.sheets import SAFE, Formula, Money, Sheet, cell, total
from protocols.queries import agreement_note
from ranking.scales import half_up
from ranking_portal.figures import short_day
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for

SUMMARY, TEAMS, PARTICIPANTS = "Свод", "Команды", "Участники"
FUNDS, SHARES = "Распределение", "Доли органов"
PEOPLE = ("Орган", "Фамилия, имя, отчество", "Должность", "Вид должности", "Период", "Дней", "Дней в году", "Вес")
PEOPLE_WIDTHS = (14, 36, 36, 30, 30, 10, 10, 12)
# Where the sums of «Свод» stand: the column of the present amount.
NOW, FORMER, LAST_YEAR = 1, 2, 4
PRECISE = 6


def fund_workbook(fund: FundRecalculation) -> bytes:
    """Sheets: the sums, the teams, the participants with their weights; the distribution once it is computed."""
    buffer = BytesIO()
    base = base_of(fund)
    distribution = distribution_of_fund(fund)
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        rows = _summary(Sheet(book, SUMMARY, (48, 20, 20, 20, 20, 20)), fund)
        _teams(Sheet(book, TEAMS, (10, 44, *PEOPLE_WIDTHS)), base)
        _participants(Sheet(book, PARTICIPANTS, PEOPLE_WIDTHS), base)
        if distribution is not None and distribution.facts:
            funds = Sheet(book, FUNDS, (10, 56, 12, 20, 18, 18, 20, 16))
            shares = Sheet(book, SHARES, (24, 24, 12, 20))
            _distribution(funds, shares, distribution, rows)
    return buffer.getvalue()


def _summary(sheet: Sheet, fund: FundRecalculation) -> dict[str, int]:
    """The sums; returns the rows of both parts, for the other sheets to refer to."""
    sheet.title(str(fund))
    sheet.header(("", "Объём, руб.", "До перерасчёта, руб.", "Разница, руб.", "За прошлый год, руб.", "Разница, руб."))
    team, infrastructure, whole = sums_of(fund)
    rows = {}
    for name, one in (("team", team), ("infrastructure", infrastructure)):
        at = sheet.next
        rows[name] = sheet.row(
            one.title,
            _money(one.now),
            _money(one.former),
            _difference(at, FORMER, one.change),
            _money(one.last_year),
            _difference(at, LAST_YEAR, one.change_in_year),
        )
    first, last = rows["team"], rows["infrastructure"]
    sums = (whole.now, whole.former, whole.change, whole.last_year, whole.change_in_year)
    totals = [
        None if value is None else total(column, first, last, Money(value)) for column, value in enumerate(sums, NOW)
    ]
    sheet.row(whole.title, *totals, bold=True)
    sheet.skip()
    for name, told in _requisites(fund):
        sheet.row(name, told)
    return rows


def _money(kopecks: int | None) -> Money | None:
    return None if kopecks is None else Money(kopecks)


def _difference(row: int, former: int, value: int | None) -> Formula | None:
    return None if value is None else Formula(f"{cell(NOW, row)}-{cell(former, row)}", Money(value))


def _requisites(fund: FundRecalculation) -> Iterable[tuple[str, str]]:
    yield "Состояние", fund.get_state_display()
    yield worded("Протокол малого совета"), str(fund.protocol)
    yield "Протокол получен", short_day(fund.received_on)
    yield "Документ-основание", fund.basis_title
    if fund.outgoing_number:
        yield "Направлен", f"{short_day(fund.submitted_on)} № {fund.outgoing_number}"
    if note := agreement_note(fund.protocol):
        yield "Согласование", note
    for one in assumptions(edition_for(fund.year)):
        yield "Допущение", one


def _teams(sheet: Sheet, base: Base) -> None:
    graded = any(team.coefficient != 1 for team in base.teams)
    sheet.title(f"Команды проектов с коэффициентом {'выше 0' if graded else 1}")
    sheet.header(("Проект", "Наименование", *PEOPLE), frozen_columns=1)
    first = sheet.next
    for team in base.teams:
        for person in team.rows:
            sheet.row(team.code, team.name, *_person(person, sheet.next, 2, base.method, team.coefficient))
    _totals(sheet, first, 2, base, [row for team in base.teams for row in team.rows], base.weighed.team_weight)


def _participants(sheet: Sheet, base: Base) -> None:
    sheet.title("Инфраструктурные участники")
    sheet.header(PEOPLE, frozen_columns=2)
    first, everybody = sheet.next, base.participants
    for person in everybody.rows:
        sheet.row(*_person(person, sheet.next, 0, base.method))
    _totals(sheet, first, 0, base, everybody.rows, everybody.weight)


def _person(person: Person, row: int, shift: int, method: str, coefficient: Decimal = Decimal(1)) -> list[object]:
    """Cells from the column `shift` on; by days, his weight is a formula. Of a team: times its coefficient."""
    days, in_year = cell(shift + 5, row), cell(shift + 6, row)
    weight = _decimal(person.weight * Fraction(coefficient))
    times = "" if coefficient == 1 else f"*{coefficient}"
    told = Formula(f"{days}/{in_year}{times}", weight) if method == "weighted_days" else weight
    served = int(person.days) if person.days.denominator == 1 else _decimal(person.days)
    about = (person.body, person.name, person.post, person.category, "; ".join(person.periods))
    return [*about, served, person.days_in_year, told]


def _totals(sheet: Sheet, first: int, shift: int, base: Base, people: Iterable[Person], weight: Fraction) -> None:
    last = sheet.next - 1
    days = sum((one.days for one in people), Fraction(0))
    served = int(days) if days.denominator == 1 else _decimal(days)
    blank: list[object] = [""] * (shift + 4)
    sums = (total(shift + 5, first, last, served), "", total(shift + 7, first, last, _decimal(weight)))
    sheet.row("Итого", *blank, *sums, bold=True)
    for one in base.left_out:
        sheet.row(f"Не учтён: {one['name']} — {one['why']}")


def _decimal(value: Fraction) -> Decimal:
    return half_up(value, PRECISE)


def _distribution(funds: Sheet, shares: Sheet, distribution: FundDistribution, rows: dict[str, int]) -> None:
    """Funds of projects, the infrastructure part; shares of bodies on a sheet of their own check both."""
    fund = distribution.recalculation
    assert fund.team_kopecks is not None
    assert fund.infrastructure_kopecks is not None
    last = _shares(shares, distribution)
    area = f"'{SHARES}'!{{0}}$3:{{0}}${last}"
    code_area, sum_area = area.format("$A"), area.format("$D")
    funds.title(f"{distribution}: {distribution.get_state_display()}")
    titles = ("Проект", "Наименование", "Членов команды", "Фонд, руб.", "Средняя премия, руб.", "Предел, руб.")
    funds.header((*titles, "Сумма долей органов, руб.", "Расхождение, руб."), frozen_columns=1)
    first = funds.next
    for row in distribution.projectshares.all():
        at, fund_kopecks = funds.next, row.fund_kopecks
        average = (
            Formula(f"ROUND({cell(3, at)}/{cell(2, at)},2)", Money(row.average_kopecks)) if row.members else Money(0)
        )
        summed = Formula(f"SUMIF({code_area},{cell(0, at)},{sum_area})", Money(fund_kopecks))
        left = Formula(f"{cell(3, at)}-{cell(6, at)}", Money(0))
        money = (Money(fund_kopecks), average, Money(row.ceiling_kopecks), summed, left)
        funds.row(row.code, row.name, row.members, *money)
    at = funds.next - 1
    team, infrastructure = Money(fund.team_kopecks), Money(fund.infrastructure_kopecks)
    whole = funds.row("Итого", "", "", total(3, first, at, team), bold=True)
    funds.skip()
    summed = Formula(f'SUMIF({code_area},"",{sum_area})', infrastructure)
    part = funds.row("", "Инфраструктурная часть по органам", "", summed)
    funds.skip()
    for title, name, at in (("командной части", "team", whole), ("инфраструктурной части", "infrastructure", part)):
        formula = f"{cell(NOW, rows[name], SUMMARY)}-{cell(3, at)}"
        funds.row("", f"Расхождение с объёмом {title}, руб.", "", Formula(formula, Money(0)))


def _shares(sheet: Sheet, distribution: FundDistribution) -> int:
    """Each body's share; returns the last row with one."""
    sheet.title("Доли органов исполнительной власти")
    sheet.header(("Проект (пусто: инфраструктурная часть)", "Орган", "Человек", "Доля, руб."))
    first = sheet.next
    rows = distribution.bodyshares.select_related("project_share").order_by("project_share__code", "authority")
    found = sorted(
        rows, key=lambda one: (one.project_share is None, one.project_share.code if one.project_share else "")
    )
    for one in found:
        code = one.project_share.code if one.project_share else ""
        sheet.row(code, one.authority, one.people, Money(one.amount_kopecks))
    last = sheet.next - 1
    sheet.row("Итого", "", "", total(3, first, last, Money(sum(one.amount_kopecks for one in found))), bold=True)
    return max(last, first)
