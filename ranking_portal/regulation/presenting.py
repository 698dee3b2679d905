"""An edition as its page shows it: each clause with its parameters, terms, grounds and checks."""

from dataclasses import dataclass, replace

from ranking_portal.accounts.access import may_open
from ranking_portal.accounts.enums import Role
from ranking_portal.regulation.comparison import term_in_words
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.entries import Act, Check, Clause, Ground, Link, Parameter, Part
from ranking_portal.words import clause_anchor


@dataclass(frozen=True)
class ShownParameter:
    """A parameter with the act it comes from."""

    parameter: Parameter
    act: Act


@dataclass(frozen=True)
class ShownTerm:
    """A row of the table of obligations, in words."""

    title: str
    who: str
    term: str


@dataclass(frozen=True)
class ShownPart:
    """A part of a clause with the addresses that the portal has."""

    part: Part
    links: tuple[Link, ...]


@dataclass(frozen=True)
class ShownClause:
    """A clause with all that rests on it."""

    clause: Clause
    links: tuple[Link, ...]
    parts: tuple[ShownPart, ...]
    parameters: tuple[ShownParameter, ...]
    terms: tuple[ShownTerm, ...]
    grounds: tuple[Ground, ...]
    checks: tuple[Check, ...]
    whole: str = ""
    """The place of a clause of which only parts are told, at the first of them: "clause-1.6" before 1.6(2)."""


def clauses_of(edition: Edition, user: object) -> list[ShownClause]:
    """Clauses in order, with links that the user may follow; a parameter of a part stands under its clause."""
    found, begun = [], set()
    for clause in edition.clauses:
        number = clause.number.partition("(")[0]
        whole = clause_anchor(number) if number != clause.number and number not in begun else ""
        found.append(replace(_shown(edition, clause, user), whole=whole))
        begun.add(number)
    return found


def _shown(edition: Edition, clause: Clause, user: object) -> ShownClause:
    numbers = {clause.number, *(part.number for part in clause.parts)}
    return ShownClause(
        clause=clause,
        links=_open(clause.links, user),
        parts=tuple(ShownPart(part, _open(part.links, user)) for part in clause.parts),
        parameters=tuple(
            ShownParameter(entry, edition.act_named(entry.act))
            for entry in edition.parameters
            if entry.clause in numbers
        ),
        terms=tuple(
            ShownTerm(entry.title, Role(entry.who).label, term_in_words(entry))
            for entry in edition.obligations
            if entry.clause in numbers
        ),
        grounds=tuple(entry for entry in edition.grounds if entry.clause in numbers),
        checks=tuple(entry for entry in edition.checks if entry.clause in numbers),
    )


def _open(links: tuple[Link, ...], user: object) -> tuple[Link, ...]:
    """An edition may name a page that this portal does not have, or has not for everybody: such a link is not shown."""
    return tuple(link for link in links if may_open(user, link.path))
