"""A proposal from its draft to the office, by whom, and what was before it (clause 2.6)."""

from datetime import date
from typing import Any

import pytest

from bonus_fund.guards.proposals import digest_of
from bonus_fund.models import BonusProposal, FundRecalculation
from bonus_fund.services import funds
from ranking_portal import clock
from ranking_portal.directory.models import Appointment
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.bonus_fund.drafts import IN_TIME, LATE, page, sums_of, titles, typed, words_of
from tests.bonus_fund.year import ACKNOWLEDGED, TEAM, Year, enter

pytestmark = pytest.mark.django_db


def test_from_a_draft_to_the_office_by_the_pages(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    author.post(page(proposal, "edit/"), typed(proposal, Белова="500000", Громов="300000"))
    assert author.post(page(proposal, "do/ask_agreement/")).url == page(proposal)
    assert "ждёт решения: КЗ, КТ" in words_of(author.get(page(proposal)))
    assert author.post(page(proposal, "do/submit/")).status_code == 409
    for agreement in proposal.agreements.all():
        perform(agreement, "agree", by=year.body_heads[agreement.authority])
    with clock.at(IN_TIME):
        assert author.post(page(proposal, "do/submit/")).status_code == 302
        assert "направлено в срок" in words_of(author.get(page(proposal)))
    assert author.post(page(proposal, "do/submit/")).status_code == 409
    assert "Не распределено" in words_of(author.get(page(proposal)))


def test_late_is_told_before_and_for_ever_after(year: Year, client_of) -> None:
    author = client_of(year.heads["A1"])
    year.write("A1", Белова=500_000)
    with clock.at(LATE):
        proposal = year.agree_all("A1")
        # 20 February was the last day; the 23rd is a day off.
        assert "позже срока на 2 рабочих дня" in words_of(author.get(page(proposal)))
        author.post(page(proposal, "do/submit/"))
    with clock.at(date(2026, 6, 1)):
        assert "направлено позже срока на 2 рабочих дня" in words_of(author.get(page(proposal)))
        assert "направлено позже срока на 2 рабочих дня" in words_of(client_of(year.office).get("/proposals/"))


def test_a_step_that_is_not_the_authors_has_no_page_here(year: Year, client_of) -> None:
    proposal = year.proposal("A1")
    for name in ("supersede", "become_agreed", "be_refused", "pass_check", "forward", "nothing"):
        assert client_of(year.heads["A1"]).post(page(proposal, f"do/{name}/")).status_code == 404


def test_a_body_proposes_for_its_infrastructure_participants(year: Year, client_of) -> None:
    proposal, author = year.proposal("КЗ"), client_of(year.body_heads["КЗ"])
    assert author.get("/proposals/of/2025/authority/КЗ/").url == f"{page(proposal)}edit/"
    author.post(page(proposal, "edit/"), typed(proposal, Жилин="1000"))
    assert "Предел одной премии" in words_of(author.get(page(proposal)))
    assert author.post(page(proposal, "do/submit/")).status_code == 302
    assert year.proposal("КЗ").state == "submitted"
    assert author.post(page(proposal, "do/withdraw/")).status_code == 302
    assert author.post(page(proposal, "do/rework/")).status_code == 302
    assert year.proposal("КЗ").state == "draft"


def test_who_proposes_to_himself_is_told_of_a_substitute(year: Year, client_of) -> None:
    proposal = year.proposal("КЗ")
    participant = year.people["Жилин"]
    head = factories.user_with(person=participant)
    Appointment.objects.create(
        office="body:КЗ", office_label="руководитель", person=participant, since=ACKNOWLEDGED, order="№ 2"
    )
    author = client_of(head)
    author.post(page(proposal, "edit/"), typed(proposal, Жилин="1000"))
    shown = words_of(author.get(page(proposal)))
    assert "предлагает премию самому себе" in shown
    assert f"/directory/organizations/{year.bodies['КЗ'].pk}/" in shown
    assert author.post(page(proposal, "do/submit/")).status_code == 409


# A substitute by order


def act_for(office: str, since: date, until: date) -> Any:
    person = factories.PersonFactory.create()
    Appointment.objects.create(
        office=office, office_label="и. о.", person=person, since=since, until=until, acting=True, order="приказ № 7"
    )
    return factories.user_with(person=person)


def test_a_substitute_writes_from_the_first_to_the_last_day_and_not_outside(year: Year, client_of) -> None:
    proposal = year.proposal("A1")
    acting = act_for("project:A1:2025", date(2026, 2, 16), date(2026, 2, 18))
    for day, answer in ((13, 403), (16, 200), (18, 200), (19, 403)):
        with clock.at(date(2026, 2, day)):
            assert client_of(acting).get(page(proposal, "edit/")).status_code == answer, day
            assert client_of(acting).get("/proposals/").status_code == answer, day
    with clock.at(date(2026, 2, 18)):
        assert client_of(acting).post(page(proposal, "edit/"), typed(proposal, Белова="100")).status_code == 302
        assert client_of(acting).post(page(proposal, "do/ask_agreement/")).status_code == 302
    with clock.at(date(2026, 2, 19)):
        assert client_of(acting).post(page(proposal, "do/recall/")).status_code == 403
        assert client_of(year.heads["A1"]).post(page(proposal, "do/recall/")).status_code == 302


def test_a_head_replaced_in_the_middle_leaves_the_draft_to_the_new_one(year: Year, client_of) -> None:
    proposal, former = year.proposal("КЗ"), year.body_heads["КЗ"]
    stale = typed(proposal, Жилин="500")
    Appointment.objects.filter(office="body:КЗ").update(until=date(2026, 2, 15))
    successor = factories.body_head(year.bodies["КЗ"], since=date(2026, 2, 16))
    with clock.at(date(2026, 2, 16)):
        assert client_of(former).post(page(proposal, "edit/"), stale).status_code == 403
        assert client_of(successor).post(page(proposal, "edit/"), stale).status_code == 302
    assert sums_of(proposal)["Жилин"] == 500_00


# What was before


def corrected(year: Year, team: int) -> None:
    """The Administration corrects the fund; the office accepts, computes and announces it anew."""
    assert year.fund is not None
    year.fund = funds.correct(FundRecalculation.objects.get(pk=year.fund.pk), by=year.administration)
    year.fund = perform(enter(year, team), "submit", by=year.administration, number="УД-2")
    year.fund = perform(year.fund, "accept", by=year.office)
    computed = perform(year.fund.distribution, "compute", by=year.office)
    perform(computed, "announce", by=year.office, number="12-46")


def test_after_a_correction_sums_are_taken_from_the_former_edition(year: Year, client_of) -> None:
    former, author = year.write("A1", Белова=400_000, Громов=100_000), client_of(year.heads["A1"])
    corrected(year, TEAM // 2)
    fresh = year.proposal("A1")
    assert fresh.pk != former.pk
    assert author.get("/proposals/of/2025/project/A1/").url == f"{page(fresh)}edit/"
    shown = words_of(author.get(page(former)))
    assert "Фонды объявлены заново" in shown
    assert page(fresh) in shown
    # 429 577,46 is the fund now, 322 183,09 the ceiling: cut to it, the two are within the fund.
    answer = author.post(page(fresh, "edit/"), typed(fresh, "previous"))
    assert [row.line.amount_kopecks for row in answer.context["table"].rows] == [322_183_09, 100_000_00]
    assert "Не распределено: 7 394,37 руб." in words_of(answer)
    assert author.post(page(former, "edit/"), typed(former, Белова="1")).url == page(former)
    assert author.post(page(former, "do/ask_agreement/")).status_code == 409


def test_sums_of_last_year_are_taken_by_people(year: Year, client_of) -> None:
    # The proposal of B2 stands for last year's one of A1, with a person who is still in the team.
    last = year.write("B2", Дёмина=100_000)
    last.lines.update(person=year.people["Белова"])
    BonusProposal.objects.filter(pk=last.pk).update(year=2024, scope="project:A1")
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    assert "last_year" in dict(author.get(page(proposal, "edit/")).context["fills"])
    answer = author.post(page(proposal, "edit/"), typed(proposal, "last_year", Громов="5"))
    assert [row.line.amount_kopecks for row in answer.context["table"].rows] == [100_000_00, 0]


def test_a_body_asked_about_a_replaced_proposal_is_not_asked_any_more(year: Year, client_of) -> None:
    proposal = perform(year.write("A1", Белова=400_000), "ask_agreement", by=year.heads["A1"])
    agreement = proposal.agreements.get(authority="КЗ")
    corrected(year, TEAM // 2)
    head = client_of(year.body_heads["КЗ"])
    assert "Согласовать премии сотрудников: КЗ" not in [title for title, _ in titles(year.body_heads["КЗ"])]
    answer = head.post(f"/agreements/{agreement.pk}/do/agree/", {"shown": digest_of(agreement), "remark": ""})
    assert answer.status_code == 409
