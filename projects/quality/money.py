"""Doubts about sums: contracts, appropriations, spending."""

from collections.abc import Iterator

from projects.quality.facts import Contract, Year, by_card
from projects.quality.rule import Doubt, Record, rule
from ranking_portal.figures import roubles
from ranking_portal.region import worded


def contract_record(year: Year, row: Contract) -> Record:
    """A contract to look at."""
    return Record("contract", row.pk, year.card_of[row.card].code, f"контракт № {row.number}")


def funding_record(year: Year, card: int) -> Record:
    """The money of a card."""
    return Record("funding", year.money_of[card].pk, year.card_of[card].code, "финансирование")


@rule(
    "contract-over-appropriation",
    "Контракт дороже ассигнований",
    "Цена одного контракта больше всех ассигнований проекта на год: лишний ноль или сумма не в тех единицах.",
    worded("2.2"),
)
def contract_over_appropriation(year: Year) -> Iterator[Doubt]:
    """One contract costs more than the whole appropriation of the year."""
    for row in year.contracts:
        money = year.money_of.get(row.card)
        if money and 0 < money.appropriation < row.price:
            told = f"цена {roubles(row.price)} руб., ассигнования {roubles(money.appropriation)} руб."
            yield Doubt((contract_record(year, row),), told, (row.price, money.appropriation))


@rule(
    "contracts-over-appropriation",
    "Контракты вместе дороже ассигнований",
    "Ни один контракт не больше ассигнований года, а все вместе больше: возможно, контракт внесён дважды.",
    worded("2.2"),
)
def contracts_over_appropriation(year: Year) -> Iterator[Doubt]:
    """Contracts cost more than the appropriation though none does alone."""
    for card, rows in by_card(year.contracts).items():
        money, total = year.money_of.get(card), sum(row.price for row in rows)
        if money and 0 < money.appropriation < total and all(row.price <= money.appropriation for row in rows):
            told = f"контрактов на {roubles(total)} руб., ассигнования {roubles(money.appropriation)} руб."
            yield Doubt((funding_record(year, card),), told, (total, money.appropriation))


@rule(
    "contract-for-nothing",
    "Контракт без цены",
    "Цена контракта ноль: её забыли внести.",
    worded("2.2"),
)
def contract_for_nothing(year: Year) -> Iterator[Doubt]:
    """A contract whose price is zero."""
    for row in year.contracts:
        if row.price == 0:
            yield Doubt((contract_record(year, row),), "цена 0,00", (row.price,))


@rule(
    "contract-in-two-projects",
    "Один контракт в двух проектах",
    worded("Номер контракта стоит в двух проектах: критерий 2 посчитает его в каждом."),
    worded("2.2"),
)
def contract_in_two_projects(year: Year) -> Iterator[Doubt]:
    """A number that several cards have."""
    by_number: dict[str, list[Contract]] = {}
    for row in year.contracts:
        by_number.setdefault(row.number, []).append(row)
    for rows in by_number.values():
        codes = sorted({year.card_of[row.card].code for row in rows})
        if len(codes) > 1:
            records = tuple(contract_record(year, row) for row in rows)
            yield Doubt(records, f"проекты {', '.join(codes)}", tuple(codes))


@rule(
    "spent-over-appropriation",
    "Исполнено больше ассигнований",
    "Кассовое исполнение больше ассигнований года: суммы перепутаны или ассигнования не обновлены.",
    worded("2.2"),
)
def spent_over_appropriation(year: Year) -> Iterator[Doubt]:
    """More was spent than there was."""
    for row in year.funding:
        if row.spent > row.appropriation > 0:
            told = f"исполнено {roubles(row.spent)} руб., ассигнования {roubles(row.appropriation)} руб."
            yield Doubt((funding_record(year, row.card),), told, (row.spent, row.appropriation))
