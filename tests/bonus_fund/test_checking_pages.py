"""The Committee checks a proposal line by line, returns it or passes it (clauses 3.7-3.9)."""

from typing import Any

import pytest

from bonus_fund.enums import ProposalState
from bonus_fund.models import BonusLine, BonusProposal
from bonus_fund.presenting_checks import read, remarks_digest, verdicts_shown
from bonus_fund.proposal_facts import verdicts_of
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.bonus_fund import year as years
from tests.bonus_fund.checked import (
    ALL,
    CHECKED,
    SENT,
    checked_year,
    passed_year,
    states,
)
from tests.bonus_fund.pages import Browser, committee_worker, page, text

pytestmark = pytest.mark.django_db


def test_the_three_places_give_identical_verdicts() -> None:
    """Clauses 3.7-3.9: the form over typed lines, the submission, the Committee; and what was written down."""
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        proposal = year.agree_all("A1")
        typed = [BonusLine(**_fields(line)) for line in proposal.lines.all()]
        at_form = verdicts_of(proposal, typed, author=year.heads["A1"].person_id)
        at_submission = verdicts_of(proposal, author=year.heads["A1"].person_id)
        proposal = perform(proposal, "submit", by=year.heads["A1"])
    with clock.at(CHECKED):
        proposal = perform(proposal, "pass_to_check", by=year.office)
        at_committee = verdicts_of(proposal)
        proposal = perform(proposal, "pass_check", by=year.economy)
    assert at_form == at_submission == at_committee == read(proposal.verdicts)
    assert len(at_form) == 8


def _fields(line: BonusLine) -> dict[str, Any]:
    return {field.attname: getattr(line, field.attname) for field in BonusLine._meta.concrete_fields}


def test_refused_sums_have_the_same_verdicts_everywhere_too() -> None:
    year = years.acknowledged_year()
    with clock.at(SENT):
        proposal = year.write("B2", Дёмина=140_845)
        line = proposal.lines.get()
        line.amount_kopecks = 300_000_00
        at_form = verdicts_of(proposal, [line], author=year.heads["B2"].person_id)
        line.save()
        at_submission = verdicts_of(proposal, author=year.heads["B2"].person_id)
        assert [one.code for one in at_form if one.refuses] == ["total_within_fund", "within_ceiling"]
        assert at_form == at_submission == verdicts_shown(BonusProposal.objects.get(pk=proposal.pk))


def test_written_verdicts_outlive_the_edition(client_of: Browser, monkeypatch) -> None:
    year = checked_year()
    proposal = year.proposal("A1")
    monkeypatch.setattr("bonus_fund.presenting_checks.verdicts_of", lambda *a, **k: pytest.fail("counted anew"))
    shown = text(client_of(year.auditor).get(page("check", proposal.pk)))
    assert f"Записано при проверке {CHECKED:%d.%m.%Y}" in shown
    assert "соответствует" in shown


def test_remarks_are_kept_as_a_draft_and_go_back_with_the_return(client_of: Browser) -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    line = proposal.lines.get(person_name__startswith="Громов")
    browser = client_of(year.economy)
    with clock.at(CHECKED):
        posted = {"shown": remarks_digest(proposal), f"remark-{line.pk}": "Обоснуйте подробнее.", "return": "1"}
        answer = browser.post(page("check", proposal.pk), posted)
        assert answer["Location"] == page("check-step", proposal.pk, "send_back")
        assert year.proposal("A1").state == ProposalState.UNDER_CHECK
        assert "Есть замечания к строкам (1)" in text(browser.get(answer["Location"]))
        browser.post(answer["Location"], {"remark": "Исправьте строку Громова."})
    returned = year.proposal("A1")
    assert (returned.state, returned.remark) == ("returned", "Исправьте строку Громова.")
    assert returned.lines.get(pk=line.pk).remark == "Обоснуйте подробнее."
    assert returned.submitted_on is None


def test_a_return_without_a_remark_is_refused(client_of: Browser) -> None:
    year = passed_year()
    answer = client_of(year.economy).post(page("check-step", year.proposal("A1").pk, "send_back"), {"remark": "  "})
    assert answer.status_code == 200
    assert year.proposal("A1").state == "under_check"


def test_remarks_of_a_colleague_are_not_overwritten_unseen(client_of: Browser) -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    line = proposal.lines.first()
    assert line is not None
    stale = remarks_digest(proposal)
    browser = client_of(year.economy)
    with clock.at(CHECKED):
        browser.post(page("check", proposal.pk), {"shown": stale, f"remark-{line.pk}": "Первое."})
        answer = browser.post(page("check", proposal.pk), {"shown": stale, f"remark-{line.pk}": "Второе."})
    assert answer.status_code == 409
    assert "Второе." in text(answer)
    assert "записано: Первое." in text(answer)
    assert BonusLine.objects.get(pk=line.pk).remark == "Первое."


def test_passed_and_looked_at_again(client_of: Browser) -> None:
    year = passed_year()
    key = year.proposal("КЗ").pk
    browser = client_of(year.economy)
    with clock.at(CHECKED):
        browser.post(page("check-step", key, "pass_check"))
        assert year.proposal("КЗ").state == "checked"
        assert year.proposal("КЗ").verdicts
        browser.post(page("check-step", key, "recheck"))
    assert (year.proposal("КЗ").state, year.proposal("КЗ").verdicts) == ("under_check", "")


@pytest.mark.parametrize("name", ["submit", "forward", "supersede", "nothing"])
def test_the_check_page_takes_no_other_steps(client_of: Browser, name: str) -> None:
    year = passed_year()
    answer = client_of(year.economy).post(page("check-step", year.proposal("A1").pk, name))
    assert answer.status_code == 404
    assert year.proposal("A1").state == "under_check"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ADMINISTRATION, Role.AUDITOR])
def test_those_who_only_read_take_no_step_and_write_no_remark(client_of: Browser, role: Role) -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    line = proposal.lines.first()
    assert line is not None
    browser = client_of(factories.user_with(role))
    assert browser.get(page("check", proposal.pk)).status_code == 200
    assert browser.post(page("check-step", proposal.pk, "pass_check")).status_code == 403
    assert browser.post(page("check-step", proposal.pk, "send_back"), {"remark": "Нет."}).status_code == 403
    posted = {"shown": remarks_digest(proposal), f"remark-{line.pk}": "Нет."}
    assert browser.post(page("check", proposal.pk), posted).status_code == 403
    assert not BonusLine.objects.exclude(remark="").exists()


@pytest.mark.parametrize("part", ["recipient", "author", "agreed"])
def test_whoever_takes_part_in_a_proposal_does_not_check_it(client_of: Browser, part: str) -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    person = {
        "recipient": year.people["Белова"],
        "author": year.heads["A1"].person,
        "agreed": year.body_heads["КТ"].person,
    }[part]
    browser = client_of(committee_worker(person))
    line = proposal.lines.first()
    assert line is not None
    with clock.at(CHECKED):
        shown = text(browser.get(page("check", proposal.pk)))
        assert "Вы участвуете в этом предложении" in shown
        assert "<textarea" not in shown
        for name, data in (("pass_check", {}), ("send_back", {"remark": "Нет."})):
            answer = browser.post(page("check-step", proposal.pk, name), data)
            assert answer.status_code == 409
            assert "Вы участвуете в этом предложении" in text(answer)
        posted = {"shown": remarks_digest(proposal), f"remark-{line.pk}": "Нет."}
        assert browser.post(page("check", proposal.pk), posted).status_code == 409
        # Another one is no business of his.
        browser.post(page("check-step", year.proposal("КФ").pk, "pass_check"))
    assert states(year) == dict.fromkeys(ALL, "under_check") | {"КФ": "checked"}
