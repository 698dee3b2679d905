"""Coefficients that a protocol may give, as its row keeps them: "0 1", "0 0.25 0.5 0.75 1" (clause 2.4).

They are kept as text, so that every database holds them exactly; whole ones are counted as whole numbers.
"""

from collections.abc import Iterable
from decimal import Decimal

from ranking.coefficients import Coefficient
from ranking.scales import plain_number

__all__ = ["ONE", "ZERO_OR_ONE", "Coefficient", "above_zero", "number", "told", "which", "written", "written_steps"]
ZERO_OR_ONE, ONE = "0 1", "1"


def number(text: str) -> Coefficient:
    """The coefficient that a text tells: "1" -> 1, "0.5" -> Decimal("0.5")."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


def written(value: Coefficient) -> str:
    """The one text of a coefficient: 1 -> "1", Decimal("0.50") -> "0.5"."""
    return plain_number(Decimal(value))


def written_steps(steps: Iterable[Decimal]) -> str:
    """All steps of an edition as a protocol keeps them, from zero up."""
    return " ".join(written(step) for step in sorted(steps))


def above_zero(steps: str) -> list[str]:
    """Texts of the steps that may be proposed, the greatest first: what nobody proposes gets zero."""
    return sorted((step for step in steps.split() if Decimal(step)), key=Decimal, reverse=True)


def told(text: str) -> str:
    """A coefficient for people: "0.5" -> "0,5"."""
    return text.replace(".", ",")


def which(steps: str) -> str:
    """Which coefficients are given: "1" where there is no other above zero, else "выше 0"."""
    given = above_zero(steps)
    return told(given[0]) if len(given) == 1 else "выше 0"
