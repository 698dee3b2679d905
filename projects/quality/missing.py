"""Doubts about what is not there: projects without a head, money, contracts, targets, a team."""

from collections.abc import Iterable, Iterator

from projects.quality.facts import Row, Year
from projects.quality.rule import ABSENT, CARD, Doubt, Record, rule
from ranking_portal.region import worded


def _lacking(year: Year, rows: Iterable[Row], kind: str, title: str) -> Iterator[Doubt]:
    """Cards that have none of the rows."""
    there = {row.card for row in rows}
    for card in year.cards:
        if card.pk not in there:
            yield Doubt((Record(ABSENT, kind, card.code, title),), "ни одной записи за год", ())


@rule(
    "no-head",
    "Проект без руководителя",
    "Руководителя нет: никто не увидит проекта как своего и не предложит премий.",
    worded("2.6"),
)
def no_head(year: Year) -> Iterator[Doubt]:
    """A card without a head."""
    for card in year.cards:
        if card.head is None:
            yield Doubt((Record(CARD, card.pk, card.code, "карточка проекта"),), "руководитель не назначен", ())


@rule(
    "no-money",
    "Проект без ассигнований",
    "Ассигнований нет или они равны нулю: такой проект не ранжируется.",
    worded("2.2"),
)
def no_money(year: Year) -> Iterator[Doubt]:
    """A card without an appropriation."""
    yield from _lacking(year, year.funding, "funding", "финансирование")
    for row in year.funding:
        if row.appropriation == 0:
            record = Record("funding", row.pk, year.card_of[row.card].code, "финансирование")
            yield Doubt((record,), "ассигнования 0,00 руб.", (row.appropriation,))


@rule(
    "no-contracts",
    "Проект без контрактов",
    "У проекта есть ассигнования, но нет ни одного контракта: возможно, их не загрузили.",
    worded("2.2"),
)
def no_contracts(year: Year) -> Iterator[Doubt]:
    """Money, but no contract."""
    there = {row.card for row in year.contracts}
    for row in year.funding:
        if row.appropriation and row.card not in there:
            record = Record(ABSENT, "contract", year.card_of[row.card].code, "контракты")
            yield Doubt((record,), "ассигнования есть, контрактов нет", ())


@rule(
    "no-targets",
    "Проект без показателей",
    "Ни одного целевого показателя: без достигнутых показателей проект не ранжируется.",
    worded("2.2"),
)
def no_targets(year: Year) -> Iterator[Doubt]:
    """A card without targets."""
    yield from _lacking(year, year.targets, "target", "целевые показатели")


@rule(
    "no-steps",
    "Проект без плана-графика",
    worded("Ни одного мероприятия и контрольной точки: критерию 4 нечего считать."),
    worded("2.2"),
)
def no_steps(year: Year) -> Iterator[Doubt]:
    """A card without a plan."""
    yield from _lacking(year, year.steps, "step", "план-график")


@rule(
    "no-team",
    "Проект без команды",
    "Команда не внесена: фонд проекта не между кем делить.",
    worded("2.6"),
)
def no_team(year: Year) -> Iterator[Doubt]:
    """A card without a team."""
    yield from _lacking(year, year.members, "team", "команда проекта")
