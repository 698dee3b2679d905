"""How one edition differs from another, in words for people (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass

from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.entries import FixedDate, Obligation
from ranking_portal.words import MONTHS, working_days

YEARS = {-1: "года перед финансовым годом", 0: "финансового года", 1: "года после финансового года"}
NOTHING = "нет"


@dataclass(frozen=True)
class Difference:
    """One change: where, under which clause, what was and what is."""

    place: str
    clause: str
    was: str
    now: str


def day_in_words(day: FixedDate) -> str:
    """A fixed day: "31 декабря года перед финансовым годом"."""
    return f"{day.day} {MONTHS[day.month - 1]} {YEARS[day.year_offset]}"


def term_in_words(obligation: Obligation) -> str:
    """The term of an obligation for people."""
    if obligation.fixed is not None:
        exceptions = (f"за {year} год – {day.in_cycle(year):%d.%m.%Y}" for year, day in obligation.exceptions)
        return "; ".join((f"до {day_in_words(obligation.fixed)}", *exceptions))
    if obligation.working_days is None:
        return "срок не установлен"
    return working_days(obligation.working_days) + (" (собственная цель)" if obligation.target else "")


def differences(was: Edition, now: Edition) -> list[Difference]:
    """Every change from one edition to the other, in the order of the new one."""
    return [change for change in _pairs(was, now) if change.was != change.now]


def _pairs(was: Edition, now: Edition) -> Iterator[Difference]:
    yield Difference("Постановление", "", str(was.own_act), str(now.own_act))
    yield Difference("Действует с", "", f"{was.in_force_from:%d.%m.%Y}", f"{now.in_force_from:%d.%m.%Y}")
    yield from _clauses(was, now)
    parameters = {entry.code: entry for entry in was.parameters}
    for parameter in now.parameters:
        former = parameters.get(parameter.code)
        yield Difference(parameter.title, parameter.clause, former.shown if former else NOTHING, parameter.shown)
    grounds = {entry.code: entry for entry in was.grounds}
    for ground in now.grounds:
        before = grounds.get(ground.code)
        yield Difference(
            f"Основание {ground.clause}: название", ground.clause, before.title if before else NOTHING, ground.title
        )
        yield Difference(
            f"Основание {ground.clause}: текст", ground.clause, before.text if before else NOTHING, ground.text
        )
    yield from _checks(was, now)
    obligations = {entry.code: entry for entry in was.obligations}
    for row in now.obligations:
        old = obligations.get(row.code)
        yield Difference(f"Срок: {row.title}", row.clause, term_in_words(old) if old else NOTHING, term_in_words(row))


def _clauses(was: Edition, now: Edition) -> Iterator[Difference]:
    former = {clause.number: clause for clause in was.clauses}
    for clause in now.clauses:
        before = former.get(clause.number)
        if before is None:
            yield Difference(f"Пункт {clause.number}", clause.number, NOTHING, clause.title)
        elif before != clause:
            yield Difference(f"Пункт {clause.number}", clause.number, "прежнее изложение", "изложен заново")
    for number in former.keys() - {clause.number for clause in now.clauses}:
        yield Difference(f"Пункт {number}", number, former[number].title, NOTHING)


def _checks(was: Edition, now: Edition) -> Iterator[Difference]:
    checks = {entry.code: entry for entry in was.checks}
    for check in now.checks:
        former = checks.get(check.code)
        place = f"Проверка: {check.title}"
        yield Difference(place, check.clause, _stands(former.enabled) if former else NOTHING, _stands(check.enabled))
        yield Difference(f"{place}: пункт", check.clause, former.clause if former else NOTHING, check.clause)


def _stands(enabled: bool) -> str:
    return "проводится" if enabled else "не проводится"
