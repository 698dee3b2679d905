"""Entries of an edition to and from JSON-ready values. What is read here has passed `problems`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ranking_portal.regulation import values
from ranking_portal.regulation.entries import (
    Act,
    Check,
    Clause,
    Earlier,
    FixedDate,
    Ground,
    Link,
    Obligation,
    Parameter,
    Part,
)

Plain = Mapping[str, Any]


def act(given: Plain) -> Act:
    """Read an act."""
    number = given["number"]
    return Act(given.get("code", number), number, date.fromisoformat(given["date"]), given["title"])


def act_as_plain(entry: Act) -> dict[str, Any]:
    """Write an act."""
    return {"code": entry.code, "number": entry.number, "date": entry.date.isoformat(), "title": entry.title}


def earlier(given: Plain) -> Earlier:
    """Read an edition of which only the act is known."""
    return Earlier(given["act"], date.fromisoformat(given["in_force_from"]))


def earlier_as_plain(entry: Earlier) -> dict[str, Any]:
    """Write an edition of which only the act is known."""
    return {"act": entry.act, "in_force_from": entry.in_force_from.isoformat()}


def _links(given: Plain) -> tuple[Link, ...]:
    return tuple(Link(link["title"], link["path"]) for link in given.get("links", ()))


def _part(number: str, given: Plain) -> Part:
    return Part(
        key=given["key"],
        number=f"{number}({given['key']})",
        label=given["label"],
        title=given["title"],
        told=given["told"],
        portal=given["portal"],
        links=_links(given),
    )


def clause(given: Plain) -> Clause:
    """Read a clause with its parts."""
    return Clause(
        number=given["number"],
        title=given["title"],
        told=given["told"],
        portal=given["portal"],
        links=_links(given),
        parts=tuple(_part(given["number"], part) for part in given.get("parts", ())),
        open=given.get("open", False),
        decision=given.get("decision", ""),
    )


def clause_as_plain(entry: Clause) -> dict[str, Any]:
    """Write a clause with its parts."""
    own = {name: value for name, value in vars(entry).items() if name not in ("links", "parts")}
    return own | {"links": _links_as_plain(entry.links), "parts": [_part_as_plain(part) for part in entry.parts]}


def _part_as_plain(part: Part) -> dict[str, Any]:
    own = {name: value for name, value in vars(part).items() if name not in ("links", "number")}
    return own | {"links": _links_as_plain(part.links)}


def _links_as_plain(links: tuple[Link, ...]) -> list[dict[str, str]]:
    return [{"title": link.title, "path": link.path} for link in links]


def parameter(given: Plain) -> Parameter:
    """Read a parameter; its value becomes one to count with."""
    return Parameter(
        code=given["code"],
        title=given["title"],
        type=given["type"],
        value=values.read(given["type"], given["value"]),
        unit=given.get("unit", ""),
        clause=given["clause"],
        act=given["act"],
        in_force_from=date.fromisoformat(given["in_force_from"]),
        help=given.get("help", ""),
        choices=tuple((choice["value"], choice["title"]) for choice in given.get("choices", ())),
        open=given.get("open", False),
        minimum=given.get("minimum"),
        maximum=given.get("maximum"),
    )


def parameter_as_plain(entry: Parameter) -> dict[str, Any]:
    """Write a parameter."""
    written = vars(entry) | {
        "value": values.write(entry.value),
        "choices": [{"value": value, "title": title} for value, title in entry.choices],
        "in_force_from": entry.in_force_from.isoformat(),
    }
    return {name: value for name, value in written.items() if value is not None}


def ground(given: Plain) -> Ground:
    """Read a ground of coefficient 1."""
    return Ground(given["code"], given["clause"], given["title"], given["text"], given.get("open", False))


def check(given: Plain) -> Check:
    """Read a check of proposals."""
    return Check(given["code"], given["clause"], given["title"], given["enabled"], given.get("open", False))


def _day(given: Plain) -> FixedDate:
    return FixedDate(given["month"], given["day"], given["year_offset"])


def obligation(given: Plain, targets: Mapping[str, values.Value]) -> Obligation:
    """Read a row of the table; `targets` are values of parameters, for the office's own aims."""
    term = given["term"]
    target = term.get("target", "")
    aim = targets.get(target)
    return Obligation(
        code=given["code"],
        clause=given["clause"],
        title=given["title"],
        who=given["who"],
        per=given["per"],
        opens_on=given["opens_on"],
        closed_by=given["closed_by"],
        cancelled_by=tuple(given.get("cancelled_by", ())),
        fixed=_day(term["date"]) if "date" in term else None,
        exceptions=tuple((int(year), _day(day)) for year, day in sorted(term.get("exceptions", {}).items())),
        working_days=term.get("working_days") or (aim if isinstance(aim, int) and aim > 0 else None),
        target=target,
        opens_next=tuple(given.get("opens_next", ())),
        url=given.get("url", ""),
    )


def obligation_as_plain(entry: Obligation) -> dict[str, Any]:
    """Write a row of the table."""
    return {
        "code": entry.code,
        "clause": entry.clause,
        "title": entry.title,
        "who": entry.who,
        "per": entry.per,
        "opens_on": entry.opens_on,
        "closed_by": entry.closed_by,
        "cancelled_by": list(entry.cancelled_by),
        "term": _term_as_plain(entry),
        "opens_next": list(entry.opens_next),
        "url": entry.url,
    }


def _term_as_plain(entry: Obligation) -> dict[str, Any]:
    if entry.fixed is not None:
        exceptions = {str(year): vars(day).copy() for year, day in entry.exceptions}
        return {"date": vars(entry.fixed).copy()} | ({"exceptions": exceptions} if exceptions else {})
    if entry.target:
        return {"none": True, "target": entry.target}
    return {"working_days": entry.working_days} if entry.working_days else {"none": True}
