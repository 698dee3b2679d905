"""Two people act on one proposal at the same moment over two real connections: one of them gets through."""

from functools import partial
from typing import Any

import pytest

from bonus_fund.services.proposing import Written, write
from ranking_portal import clock
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal.services import broken_link, history
from ranking_portal.versions import ChangedMeanwhile, version_of
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests.bonus_fund.year import ACKNOWLEDGED, Year, acknowledged_year
from tests.races import needs_postgres, together

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year() -> Any:
    """Everybody has his notice, committed for real."""
    made = acknowledged_year()
    with clock.at(ACKNOWLEDGED):
        yield made


def step(obj: Any, name: str, by: Any, **inputs: Any) -> str:
    try:
        perform(obj, name, by=by, **inputs)
    except Refused:
        return "refused"
    return "done"


def test_a_proposal_sent_twice_at_the_same_moment(year: Year) -> None:
    year.write("A1", Белова=100)
    proposal = year.agree_all("A1")
    answers = together([partial(step, proposal, "submit", year.heads["A1"])] * 2, ACKNOWLEDGED)
    assert sorted(answers) == ["done", "refused"]
    assert history(proposal).filter(action="Направить в проектный офис").count() == 1
    assert Deadline.objects.filter(code="team_proposal", object_key="project:A1", state="met").count() == 1
    assert broken_link() is None


def test_two_forms_of_one_version_do_not_overwrite_each_other(year: Year) -> None:
    proposal = year.proposal("A1")
    key, version = proposal.lines.get(person_name__startswith="Белова").pk, version_of(proposal)

    def save(kopecks: int) -> str:
        try:
            write(proposal, {key: Written(kopecks, "")}, by=year.heads["A1"], version=version)
        except ChangedMeanwhile:
            return "stale"
        return "saved"

    answers = together([partial(save, 100), partial(save, 200)], ACKNOWLEDGED)
    assert sorted(answers) == ["saved", "stale"]
    assert year.proposal("A1").revision == 1


def test_the_author_takes_back_what_a_body_agrees(year: Year) -> None:
    year.write("A1", Белова=100)
    proposal = perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    last = proposal.agreements.get(authority="КТ")
    perform(proposal.agreements.get(authority="КЗ"), "agree", by=year.body_heads["КЗ"])
    acts = [
        partial(step, last, "agree", year.body_heads["КТ"]),
        partial(step, proposal, "recall", year.heads["A1"]),
    ]
    agreed, recalled = together(acts, ACKNOWLEDGED)
    # Whoever comes second, the proposal is with its author, and a body that agreed has agreed the present lines.
    assert recalled == "done"
    assert year.proposal("A1").state == "draft"
    assert proposal.agreements.get(authority="КТ").state == ("agreed" if agreed == "done" else "awaited")


def test_the_last_two_bodies_agree_at_the_same_moment(year: Year) -> None:
    year.write("A1", Белова=100)
    proposal = perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    rows = list(proposal.agreements.order_by("authority"))
    answers = together([partial(step, row, "agree", year.body_heads[row.authority]) for row in rows], ACKNOWLEDGED)
    assert answers == ["done", "done"]
    assert year.proposal("A1").state == "agreed"
