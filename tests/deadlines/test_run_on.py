"""A term that was closed or cancelled by mistake runs on: the same term, to the same last day (clause 2.6)."""

from datetime import date
from typing import Any

import pytest

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines import services
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal import services as journal
from ranking_portal.regulation.services import edition_for
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.events import Event
from tests.deadlines.terms import term

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DAY = date(2026, 2, 17)
SAME = (
    *("year", "code", "clause", "title", "object_key", "object_label", "who", "office", "event_on", "due_on", "act_by"),
    *("working_days", "provisional"),
)


def closing() -> tuple[str, str]:
    """An obligation that an event closes: its code and the name of the event."""
    return next((one.code, one.closed_by) for one in edition_for(2025).obligations if one.closed_by)


def ended(step: str, **done: Any) -> Deadline:
    """A term of a body, all of its fields filled, after the step that ends it."""
    told = {"object_key": "authority:КЗ", "object_label": "КЗ", "who": Role.AUTHORITY_HEAD, "office": "body:КЗ"}
    row = term(code=closing()[0], provisional=True, **told)
    with clock.at(DAY):
        perform(row, step, by=SYSTEM, closed_at=clock.now(), **done)
    return Deadline.objects.get()


CANCEL, MEET, MEET_LATE = "cancel", "meet", "meet_late"


def happened(year: int = 2025, scope: str = "authority:КЗ") -> Event:
    return Event("test", None, year, scope, DAY, SYSTEM, {})


def run_on(event: Event, *, undone: str = "") -> list[Deadline]:
    with clock.at(DAY), journal.transaction():
        if undone:
            services.reopen(undone, event)
        else:
            services.restore(closing()[0], event)
    return list(Deadline.objects.filter(state=DeadlineState.OPEN))


def test_a_cancelled_term_runs_on_as_it_was() -> None:
    was = ended(CANCEL, note="отменён")
    (now,) = run_on(happened())
    assert {name: getattr(now, name) for name in SAME} == {name: getattr(was, name) for name in SAME}
    assert now.note


@pytest.mark.parametrize(("step", "done"), [(MEET, {}), (MEET_LATE, {"late_working_days": 2})])
def test_a_term_runs_on_when_what_closed_it_is_undone(step: str, done: dict[str, int]) -> None:
    was = ended(step, on=DAY, **done)
    (now,) = run_on(happened(), undone=closing()[1])
    assert {name: getattr(now, name) for name in SAME} == {name: getattr(was, name) for name in SAME}


def test_another_event_undone_opens_nothing() -> None:
    ended(MEET, on=DAY)
    assert run_on(happened(), undone="nothing.of.the.kind") == []


def test_a_term_of_another_object_stays() -> None:
    ended(CANCEL, note="отменён")
    assert run_on(happened(scope="authority:КТ")) == []
    assert run_on(happened(year=2024)) == []


def test_what_stands_open_is_not_doubled() -> None:
    ended(CANCEL, note="отменён")
    assert len(run_on(happened())) == 1
    assert len(run_on(happened())) == 1


def test_only_heads_answer_by_their_office() -> None:
    assert services.office_of(Role.PROJECT_HEAD, "project:E3", 2025) == "project:E3:2025"
    assert services.office_of(Role.AUTHORITY_HEAD, "authority:КЗ", 2025) == "body:КЗ"
    for who, scope in (
        (Role.OFFICE, "project:E3"),
        (Role.OFFICE, "authority:КЗ"),
        (Role.PROJECT_HEAD, "authority:КЗ"),
        (Role.AUTHORITY_HEAD, "project:E3"),
    ):
        assert services.office_of(who, scope, 2025) == ""


def test_in_time_is_no_lateness() -> None:
    assert services.late_by(DAY, DAY) == 0
    assert services.late_by(DAY, date(2026, 2, 18)) == 1


def test_a_fixed_day_may_move_to_a_working_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an edition says so: 15 February 2026 is a Sunday (clause 2.6 leaves it where it is)."""
    edition = edition_for(2025)
    obligation = next(one for one in edition.obligations if edition.due_date(one, 2025) == date(2026, 2, 15))
    chosen = type(edition).choice
    with clock.at(DAY):
        stays = services._counted(edition, obligation, happened())
        moved = services.NEXT_WORKING_DAY
        monkeypatch.setattr(
            type(edition), "choice", lambda self, name: moved if name == "fixed_date_on_day_off" else chosen(self, name)
        )
        moves = services._counted(edition, obligation, happened())
    assert (stays.due_on, stays.act_by) == (date(2026, 2, 15), date(2026, 2, 13))
    assert (moves.due_on, moves.act_by, moves.provisional) == (date(2026, 2, 16), date(2026, 2, 16), False)
