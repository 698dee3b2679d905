"""An edition of the law as plain values: clauses, dated parameters, grounds, checks, the table of obligations.

No Django here: the same edition is read from a file, kept in the database, taken by a ranking into its snapshot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from ranking_portal.regulation import plain
from ranking_portal.regulation.entries import Act, Check, Clause, Earlier, Ground, Obligation, Parameter
from ranking_portal.regulation.problems import problems, simplified

__all__ = ["Edition", "EditionError", "Obligation", "Parameter", "parse", "problems"]

Entry = TypeVar("Entry")


class EditionError(ValueError):
    """A description of an edition that cannot be taken; `reasons` are all of them, in Russian."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Edition:
    """The whole edition. `act` is the code of the act that made it."""

    title: str
    region: str
    act: str
    in_force_from: date
    acts: tuple[Act, ...]
    earlier: tuple[Earlier, ...]
    clauses: tuple[Clause, ...]
    parameters: tuple[Parameter, ...]
    grounds: tuple[Ground, ...]
    checks: tuple[Check, ...]
    obligations: tuple[Obligation, ...]

    @property
    def own_act(self) -> Act:
        """The act that made this edition."""
        return self.act_named(self.act)

    def act_named(self, code: str) -> Act:
        """An act by its code; raises LookupError."""
        return _one(self.acts, "code", code)

    def parameter(self, code: str) -> Parameter:
        """A parameter with its source; raises LookupError."""
        return _one(self.parameters, "code", code)

    def integer(self, code: str) -> int:
        """The value of a whole-number parameter."""
        value = self.parameter(code).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{code}: not an integer")
        return value

    def integers(self, code: str) -> tuple[int, ...]:
        """The value of a parameter that lists whole numbers."""
        value = self.parameter(code).value
        if not isinstance(value, tuple):
            raise TypeError(f"{code}: not a list of integers")
        return tuple(int(number) for number in value)

    def coefficients(self) -> tuple[Decimal, ...]:
        """Coefficients that the council may give, from zero up (clause 2.4)."""
        value = self.parameter("allowed_coefficients").value
        if not isinstance(value, tuple):
            raise TypeError("allowed_coefficients: not a list of numbers")
        return tuple(sorted(Decimal(number) for number in value))

    def share(self, code: str) -> Fraction:
        """The value of a parameter that is an exact part of one: 1/2."""
        value = self.parameter(code).value
        if not isinstance(value, Fraction):
            raise TypeError(f"{code}: not a share")
        return value

    def decimal(self, code: str) -> Decimal:
        """The value of a numeric parameter; a share is divided out (take `share` to compare exactly)."""
        value = self.parameter(code).value
        if isinstance(value, Fraction):
            return Decimal(value.numerator) / Decimal(value.denominator)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise TypeError(f"{code}: not a number")
        return Decimal(value)

    def boolean(self, code: str) -> bool:
        """The value of a yes-or-no parameter."""
        value = self.parameter(code).value
        if not isinstance(value, bool):
            raise TypeError(f"{code}: not a boolean")
        return value

    def text(self, code: str) -> str:
        """The value of a parameter in words."""
        value = self.parameter(code).value
        if not isinstance(value, str):
            raise TypeError(f"{code}: not a text")
        return value

    def choice(self, code: str) -> str:
        """The chosen code of a parameter with choices."""
        if not self.parameter(code).choices:
            raise TypeError(f"{code}: not a choice")
        return self.text(code)

    def obligation(self, code: str) -> Obligation:
        """A row of the table of obligations; raises LookupError."""
        return _one(self.obligations, "code", code)

    def ground(self, code: str) -> Ground:
        """A ground for coefficient 1; raises LookupError."""
        return _one(self.grounds, "code", code)

    def check(self, code: str) -> Check:
        """A check of proposals; raises LookupError."""
        return _one(self.checks, "code", code)

    def due_date(self, obligation: Obligation, year: int) -> date | None:
        """The fixed day of an obligation for the cycle of the year, its exceptions included (clause 2.3 names 2020).

        None where the term is counted in working days, or there is none.
        """
        if obligation.fixed is None:
            return None
        return dict(obligation.exceptions).get(year, obligation.fixed).in_cycle(year)

    def as_plain(self) -> dict[str, Any]:
        """The edition as JSON-ready values; `parse` gives back an equal edition."""
        return {
            "title": self.title,
            "region": self.region,
            "act": self.act,
            "in_force_from": self.in_force_from.isoformat(),
            "acts": [plain.act_as_plain(entry) for entry in self.acts],
            "earlier": [plain.earlier_as_plain(entry) for entry in self.earlier],
            "clauses": [plain.clause_as_plain(entry) for entry in self.clauses],
            "parameters": [plain.parameter_as_plain(entry) for entry in self.parameters],
            "grounds": [vars(entry).copy() for entry in self.grounds],
            "checks": [vars(entry).copy() for entry in self.checks],
            "obligations": [plain.obligation_as_plain(entry) for entry in self.obligations],
        }


def _one(entries: tuple[Entry, ...], field: str, wanted: str) -> Entry:
    for entry in entries:
        if getattr(entry, field) == wanted:
            return entry
    raise LookupError(f"no {field} {wanted} in this edition")


def parse(mapping: Mapping[str, Any]) -> Edition:
    """The edition that a mapping describes; raises EditionError with every reason."""
    if reasons := problems(mapping):
        raise EditionError(reasons)
    given = simplified(mapping)
    parameters = tuple(plain.parameter(entry) for entry in given["parameters"])
    targets = {entry.code: entry.value for entry in parameters}
    return Edition(
        title=given["title"],
        region=given["region"],
        act=given["act"],
        in_force_from=date.fromisoformat(given["in_force_from"]),
        acts=tuple(plain.act(entry) for entry in given["acts"]),
        earlier=tuple(plain.earlier(entry) for entry in given.get("earlier", ())),
        clauses=tuple(plain.clause(entry) for entry in given["clauses"]),
        parameters=parameters,
        grounds=tuple(plain.ground(entry) for entry in given["grounds"]),
        checks=tuple(plain.check(entry) for entry in given["checks"]),
        obligations=tuple(plain.obligation(entry, targets) for entry in given["obligations"]),
    )
