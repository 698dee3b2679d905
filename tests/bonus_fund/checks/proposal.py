"""A sound team proposal, to be spoilt by the tests."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bonus_fund.checks import Official, ProposalFacts, ProposalLine

HEAD = Official("10", "Руководитель проекта")
KIRA = Official("20", "Кира Орлова")
LEV = Official("30", "Лев Соколов")


def line(person: str = "1", amount: str = "100.00", authority: str = "X", **changes: Any) -> ProposalLine:
    """A civil servant's line; the name follows from the key."""
    given = ProposalLine(person, f"Человек {person}", authority, "civil_service", Decimal(amount))
    return replace(given, **changes)


def team(*lines: ProposalLine, **changes: Any) -> ProposalFacts:
    """Proposal of a project with a fund of 1000, a ceiling of 500; bodies X and Y have 600 and 400."""
    given = ProposalFacts(
        kind="team",
        fund=Decimal("1000.00"),
        lines=lines,
        members={"1": frozenset("X"), "2": frozenset("Y"), "3": frozenset("XY")},
        ceiling=Decimal("500.00"),
        body_shares={"X": Decimal("600.00"), "Y": Decimal("400.00")},
        proposed_by=HEAD,
        agreed_by={"X": KIRA, "Y": LEV},
    )
    return replace(given, **changes)


def infrastructure(*lines: ProposalLine, **changes: Any) -> ProposalFacts:
    """Proposal of body X, which has 1000 of the infrastructure part and one participant."""
    given = ProposalFacts(
        kind="infrastructure",
        fund=Decimal("1000.00"),
        lines=lines,
        members={"1": frozenset("X")},
        proposed_by=KIRA,
    )
    return replace(given, **changes)


def texts(verdict: Any) -> list[str]:
    """The messages of a verdict with plain spaces."""
    return [finding.text.replace("\u00a0", " ") for finding in verdict.messages]
