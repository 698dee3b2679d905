"""Doubts about targets: their plans and facts."""

from collections.abc import Iterator

from projects.quality.facts import Target, Year
from projects.quality.rule import Doubt, Record, rule
from ranking_portal.figures import decimal_ru
from ranking_portal.region import worded

APART = 100


def _record(year: Year, row: Target) -> Record:
    return Record("target", row.pk, year.card_of[row.card].code, row.name)


@rule(
    "target-hundredfold",
    "Факт показателя в сто раз не тот",
    "Факт в сто и более раз больше или меньше плана: запятая не на месте или единицы разные.",
    worded("2.2"),
)
def target_hundredfold(year: Year) -> Iterator[Doubt]:
    """A fact a hundred times the plan, or a hundredth of it."""
    for row in year.targets:
        if not row.plan or not row.fact:
            continue
        plan, fact = abs(row.plan), abs(row.fact)
        if fact >= APART * plan or plan >= APART * fact:
            told = f"план {decimal_ru(row.plan)}, факт {decimal_ru(row.fact)}"
            yield Doubt((_record(year, row),), told, (row.plan, row.fact))


@rule(
    "target-without-plan",
    "Показатель без плана",
    "План растущего показателя не больше нуля: он достигнут, каким бы ни был факт.",
    worded("2.2"),
)
def target_without_plan(year: Year) -> Iterator[Doubt]:
    """A target to grow whose plan is nothing."""
    for row in year.targets:
        if row.grows and row.plan <= 0:
            yield Doubt((_record(year, row),), f"план {decimal_ru(row.plan)}", (row.plan,))


@rule(
    "target-without-fact",
    "Показатель без факта",
    "Год закончился, а факт показателя не внесён: он считается недостигнутым.",
    worded("2.2"),
)
def target_without_fact(year: Year) -> Iterator[Doubt]:
    """No fact though the year is over."""
    if year.today <= year.last_day:
        return
    for row in year.targets:
        if row.fact is None:
            yield Doubt((_record(year, row),), f"план {decimal_ru(row.plan)}, факта нет", (row.plan,))
