"""Methodologies: drafting, loading, bringing into force (clause 2.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ranking.enums import MethodologyState
from ranking.models import Methodology
from ranking.scales import MethodologyError, Problem, parse, problems
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused


def draft(title: str, content: Mapping[str, Any], *, by: Principal, based_on: Methodology | None = None) -> Methodology:
    """A new draft. Its content may still be unfinished: it is checked as it is edited and before each step."""
    require(by, "ranking.edit_methodology")
    with journal.transaction():
        made = Methodology.objects.create(title=title, content=dict(content), based_on=based_on, created_at=clock.now())
        source = f"по образцу: {based_on}" if based_on else ""
        journal.record(by.actor, "Создан черновик методики", obj=made, clause=worded("2.1"), details={"source": source})
        return made


def change(methodology: Methodology, *, title: str, content: Mapping[str, Any], by: Principal) -> Methodology:
    """Change a draft. Raises Refused for anything that is not a draft: what is agreed does not change silently."""
    require(by, "ranking.edit_methodology")
    with journal.transaction():
        fresh = Methodology.locked(methodology.pk)
        if fresh.state != MethodologyState.DRAFT:
            raise Refused(f"Методика «{fresh.get_state_display()}»: меняют только черновик. Создайте новый по образцу.")
        before = {"title": fresh.title, "content": fresh.content}
        fresh.title, fresh.content = title, dict(content)
        fresh.save(update_fields=("title", "content"))
        after = {"title": title, "content": fresh.content}
        if after != before:
            changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
            journal.record(by.actor, "Изменён черновик методики", obj=fresh, clause=worded("2.1"), details=changed)
        return fresh


def keep_trial(methodology: Methodology, content: Mapping[str, Any], *, by: Principal) -> Methodology:
    """Keep what was tried: in the draft itself, else in a new draft, so that nothing agreed or in force changes."""
    with journal.transaction():
        fresh = Methodology.locked(methodology.pk)
        if fresh.state == MethodologyState.DRAFT:
            return change(fresh, title=fresh.title, content=content, by=by)
        return draft(fresh.title, content, by=by, based_on=fresh)


def enforce(methodology: Methodology, *, by: Principal) -> Methodology:
    """Bring an approved methodology into force in place of the former one, in one transaction."""
    with journal.transaction():
        for former in Methodology.objects.select_for_update(no_key=True).filter(state=MethodologyState.IN_FORCE):
            perform(former, "supersede", by=by)
        return perform(methodology, "enforce", by=by)


def load(document: Mapping[str, Any], *, by: Principal, in_force: bool) -> tuple[Methodology, bool]:
    """Load a methodology file as a draft, or (for a demonstration) bring it into force at once.

    The same order with the same content is not loaded twice: (methodology, False). Raises MethodologyError with every
    problem, Refused where a step is not possible.
    """
    order = _order(document, in_force=in_force)
    content = parse(document).as_plain()
    wanted = [MethodologyState.IN_FORCE] if in_force else [MethodologyState.DRAFT, MethodologyState.IN_FORCE]
    same = Methodology.objects.filter(order_number=order["number"], state__in=wanted)
    if found := next((one for one in same if one.content == content), None):
        return found, False
    with journal.transaction():
        made = draft(order["title"], content, by=by)
        made.order_number, made.order_date = order["number"], order["date"]
        made.in_force_from = order["in_force_from"]
        made.save(update_fields=("order_number", "order_date", "in_force_from"))
        if in_force:
            agreed = order["agreed_with_finance"]
            made = perform(made, "agree", by=by, number=agreed["number"], agreed_on=agreed["date"])
            ordered = {"number": order["number"], "ordered_on": order["date"], "in_force_from": order["in_force_from"]}
            made = perform(made, "approve", by=by, **ordered)
            made = enforce(made, by=by)
        return made, True


def _order(document: Mapping[str, Any], *, in_force: bool) -> dict[str, Any]:
    """The requisites of the order. Raises MethodologyError naming what is missing, too long or is not a date.

    A draft may come before the agreement of the Committee of Finance; one in force names it (clause 2.1).
    """
    order = document.get("order") if isinstance(document, Mapping) else None
    found: list[Problem] = []
    if not isinstance(order, Mapping):
        raise MethodologyError([Problem("order", worded("нет раздела с номером и датой приказа (пункт 2.1)"))])
    agreed = order.get("agreed_with_finance")
    agreed = agreed if isinstance(agreed, Mapping) else {}
    values: dict[str, Any] = {
        "number": _text(order, "number", "order_number", "order", found),
        "title": _text(order, "title", "title", "order", found),
        "date": _day(order, "date", "order", found),
        "in_force_from": _day(order, "in_force_from", "order", found),
    }
    if agreed or in_force:
        place = "order.agreed_with_finance"
        number = _text(agreed, "number", "agreement_number", place, found)
        values["agreed_with_finance"] = {"number": number, "date": _day(agreed, "date", place, found)}
    if found:
        raise MethodologyError(found + problems(document))
    return values


def _text(row: Mapping[str, Any], name: str, column: str, place: str, found: list[Problem]) -> str:
    """A requisite in words, not longer than its column keeps."""
    text = str(row.get(name) or "").strip()
    longest: int | None = getattr(Methodology._meta.get_field(column), "max_length", None)
    if not text:
        found.append(Problem(f"{place}.{name}", "не заполнено"))
    elif longest and len(text) > longest:
        found.append(Problem(f"{place}.{name}", f"не больше {longest} знаков"))
    return text


def _day(row: Mapping[str, Any], name: str, place: str, found: list[Problem]) -> Any:
    """A requisite that is a day."""
    day = row.get(name)
    if not isinstance(day, date):
        found.append(Problem(f"{place}.{name}", "нужна дата вида ГГГГ-ММ-ДД"))
    return day
