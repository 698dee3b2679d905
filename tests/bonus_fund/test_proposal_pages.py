"""Pages of a proposal: who sees what, what may be written, what the form says, what is downloaded (clause 2.6)."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from bonus_fund.guards.proposals import digest_of
from bonus_fund.models import BonusLine, BonusProposal, FundRecalculation
from bonus_fund.services import funds
from bonus_fund.services.proposing import Written, write
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.directory.models import Appointment
from ranking_portal.ui.expected import expected_of
from ranking_portal.versions import version_of
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.bonus_fund.year import ACKNOWLEDGED, TEAM, Year, acknowledged_year, enter

pytestmark = pytest.mark.django_db

IN_TIME, LATE = date(2026, 2, 18), date(2026, 2, 25)


@pytest.fixture
def year() -> Any:
    """Everybody has his notice; it is 13 February 2026."""
    made = acknowledged_year()
    with clock.at(ACKNOWLEDGED):
        yield made


def words_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("&nbsp;", " ").replace("\u00a0", " ")


def page(proposal: BonusProposal, tail: str = "") -> str:
    return f"/proposals/{proposal.pk}/{tail}"


def line(proposal: BonusProposal, surname: str) -> BonusLine:
    return proposal.lines.get(person_name__startswith=surname)


def typed(proposal: BonusProposal, action: str = "save", **sums: str) -> dict[str, str]:
    """What the form posts: the version as it stands, and sums as a person writes them."""
    proposal.refresh_from_db(fields=["revision"])
    found = {"version": version_of(BonusProposal.objects.get(pk=proposal.pk)), "action": action}
    for surname, amount in sums.items():
        key = line(proposal, surname).pk
        found |= {f"sum-{key}": amount, f"why-{key}": "За результат."}
    return found


def sums_of(proposal: BonusProposal) -> dict[str, int]:
    return {one.person_name.split()[0]: one.amount_kopecks for one in proposal.lines.all()}


# Rights


def test_a_head_of_another_project_sees_nothing_of_it(year: Year, client_of) -> None:
    proposal, stranger = year.proposal("A1"), client_of(year.heads["B2"])
    for tail in ("", "edit/", "import/", "template/", "pdf/", "xlsx/", "do/ask_agreement/"):
        assert stranger.get(page(proposal, tail)).status_code == 404, tail
    assert stranger.post(page(proposal, "edit/"), typed(proposal, Белова="100")).status_code == 404
    assert stranger.get("/proposals/of/2025/project/A1/").status_code == 404
    assert "Проект A1" not in words_of(stranger.get("/proposals/"))


@pytest.mark.parametrize("role", ["office", "administration", "economy", "auditor"])
def test_those_who_see_sums_change_none(year: Year, client_of, role: str) -> None:
    proposal, reader = year.proposal("A1"), client_of(getattr(year, role))
    assert reader.get(page(proposal)).status_code == 200
    assert reader.get(page(proposal, "edit/")).status_code == 403
    assert reader.post(page(proposal, "edit/"), typed(proposal, Белова="100")).status_code == 403
    assert reader.post(page(proposal, "do/ask_agreement/")).status_code == 403
    assert sums_of(proposal)["Белова"] == 0


@pytest.mark.parametrize("role", [Role.ADMIN, Role.FINANCE_COMMITTEE, Role.GOVERNOR_OFFICE, Role.COUNCIL_SECRETARY])
def test_those_who_see_no_sums_see_no_page(year: Year, client_of, role: Role) -> None:
    stranger = client_of(factories.user_with(role))
    for address in ("/proposals/", page(year.proposal("A1")), "/proposals/of/2025/project/A1/"):
        assert stranger.get(address).status_code == 403


def test_a_body_that_is_not_asked_yet_sees_no_draft(year: Year, client_of) -> None:
    year.write("A1", Белова=100)
    assert client_of(year.body_heads["КЗ"]).get(page(year.proposal("A1"))).status_code == 404


# Writing


@pytest.mark.parametrize(
    ("as_written", "kopecks"),
    [("100000", 100_000_00), ("100 000,50", 100_000_50), ("100\u00a0000.5", 100_000_50), ("0,01", 1), ("", 0)],
)
def test_a_sum_is_taken_as_people_write_it(year: Year, client_of, as_written: str, kopecks: int) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    assert author.post(page(proposal, "edit/"), typed(proposal, Белова=as_written)).url == page(proposal)
    assert sums_of(proposal)["Белова"] == kopecks


@pytest.mark.parametrize("wrong", ["-1", "−5", "0,001", "1e9", "сто", "9" * 20, "1 000 000 000 000 000"])
def test_what_is_no_sum_is_kept_on_the_page_and_not_written(year: Year, client_of, wrong: str) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    answer = author.post(page(proposal, "edit/"), typed(proposal, Белова=wrong, Громов="5"))
    assert answer.status_code == 200
    assert "Не сохранено" in words_of(answer)
    assert f'value="{wrong}"' in answer.content.decode()
    assert sums_of(proposal) == {"Белова": 0, "Громов": 0}


def test_a_line_of_another_proposal_in_the_post_changes_nothing(year: Year, client_of) -> None:
    own, other = year.proposal("A1"), year.proposal("B2")
    posted = typed(own, Белова="100") | {f"sum-{line(other, 'Дёмина').pk}": "999", "sum-0": "1", "sum-": "2"}
    assert client_of(year.heads["A1"]).post(page(own, "edit/"), posted).status_code == 302
    assert sums_of(other) == {"Дёмина": 0}
    assert write(own, {line(other, "Дёмина").pk: Written(5, "")}, by=year.heads["A1"]).revision == 1


def test_a_stale_form_is_refused_with_both_values_in_sight(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    stale = typed(proposal, Белова="100")
    year.write("A1", Белова=777)
    answer = author.post(page(proposal, "edit/"), stale)
    assert answer.status_code == 409
    assert "записано: 777,00" in words_of(answer)
    assert 'value="100"' in words_of(answer)
    assert sums_of(proposal)["Белова"] == 777_00
    again = stale | {"version": answer.context["form"]["version"].value()}
    assert author.post(page(proposal, "edit/"), again).status_code == 302
    assert sums_of(proposal)["Белова"] == 100_00


def test_what_has_left_its_author_is_not_written(year: Year, client_of) -> None:
    proposal, author = year.write("A1", Белова=100), client_of(year.heads["A1"])
    posted = typed(proposal, Белова="200")
    perform(proposal, "ask_agreement", by=year.heads["A1"])
    assert author.post(page(proposal, "edit/"), posted).url == page(proposal)
    assert author.get(page(proposal, "import/")).url == page(proposal)
    assert sums_of(proposal)["Белова"] == 100_00


# Over the fund, over the ceiling


def test_more_than_the_fund_or_the_ceiling_is_kept_as_a_draft_and_goes_nowhere(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    author.post(page(proposal, "edit/"), typed(proposal, Белова="644366,21", Громов="300000"))
    shown = words_of(author.get(page(proposal)))
    assert "Больше фонда на" in shown
    assert "премия 644 366,21 руб. больше предела 644 366,20 руб., превышение 0,01 руб." in shown
    answer = author.post(page(proposal, "do/ask_agreement/"))
    assert answer.status_code == 409
    assert "пункт 3.7" in words_of(answer)
    assert "пункт 3.8" in words_of(answer)
    assert year.proposal("A1").state == "draft"


def test_while_one_types_the_server_checks_and_saves_nothing(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    posted = typed(proposal, Белова="644366,21", Громов="не число")
    answer = author.post(page(proposal, "edit/"), posted, headers={"HX-Request": "true"})
    told = words_of(answer)
    assert "Не прочитаны суммы: Громов Анна Петровна" in told
    assert "превышение 0,01 руб." in told
    assert f'id="about-{line(proposal, "Белова").pk}" hx-swap-oob="true"' in told
    assert "<html" not in told
    assert sums_of(proposal) == {"Белова": 0, "Громов": 0}


def test_without_scripts_the_same_is_told_by_a_button(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    answer = author.post(page(proposal, "edit/"), typed(proposal, "check", Белова="644366,21"))
    assert "превышение 0,01 руб." in words_of(answer)
    assert 'value="644366,21"' in words_of(answer)
    assert sums_of(proposal)["Белова"] == 0


# Filling in


def test_an_unfinished_draft_is_saved_and_says_what_remains(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    saved = author.post(page(proposal, "edit/"), typed(proposal, Белова="999 999"), follow=True)
    assert "Черновик сохранён." in words_of(saved)
    assert "Направить на согласование пока нельзя:" in words_of(saved)
    assert sums_of(proposal)["Белова"] == 999_999_00


def test_filling_in_is_shown_and_saved_by_the_author_only(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    posted = typed(proposal, "weight", Белова="1")
    answer = author.post(page(proposal, "edit/"), posted)
    assert "ещё не сохранены" in words_of(answer)
    assert sums_of(proposal) == {"Белова": 0, "Громов": 0}
    form = answer.context["form"]
    filled = {name: form[name].value() for name in form.fields} | {"action": "save"}
    assert author.post(page(proposal, "edit/"), filled).status_code == 302
    assert sums_of(proposal) == {"Белова": 571_205_01, "Громов": 287_949_93}
    assert line(proposal, "Белова").justification == "За результат."


def test_evenly_gives_all_of_the_fund(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    answer = author.post(page(proposal, "edit/"), typed(proposal, "even"))
    assert answer.context["table"].left == 0
    assert answer.context["table"].about_himself is False


def test_nothing_is_offered_to_fill_from_where_nothing_was_before(year: Year, client_of) -> None:
    offered = dict(client_of(year.heads["A1"]).get(page(year.proposal("A1"), "edit/")).context["fills"])
    assert set(offered) == {"even", "weight", "clear"}


# The way to the office


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


# Lists, downloads, what waits


def test_the_office_finds_a_proposal_and_sees_who_delays(year: Year, client_of) -> None:
    office = client_of(year.office)
    proposal = year.write("A1", Белова=500_000)
    perform(proposal, "ask_agreement", by=year.heads["A1"])
    perform(proposal.agreements.get(authority="КТ"), "agree", by=year.body_heads["КТ"])
    assert "ждёт решения: КЗ" in words_of(office.get("/proposals/"))
    assert [row["proposal"].object_name for row in office.get("/proposals/?body=КТ").context["rows"]] == ["A1"]
    assert [row["proposal"].object_name for row in office.get("/proposals/?q=проект b2").context["rows"]] == ["B2"]
    assert office.get("/proposals/?state=submitted").context["rows"] == []
    kinds = office.get("/proposals/?kind=infrastructure&sort=fund").context["rows"]
    assert {row["proposal"].object_name for row in kinds} == {"КЗ", "КФ"}
    assert office.get("/proposals/?sort=sum").context["rows"][0]["proposal"].object_name == "A1"
    assert office.get("/proposals/?state=нет&page=я").status_code == 200


def test_the_list_costs_the_same_for_any_number(year: Year, client_of) -> None:
    office = client_of(year.office)
    office.get("/proposals/")
    costs = []
    for address, rows in (("/proposals/?q=B2", 1), ("/proposals/", 4)):
        with CaptureQueriesContext(connection) as queries:
            assert len(office.get(address).context["rows"]) == rows
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_workbook_adds_up_and_texts_are_no_formulas(year: Year, client_of) -> None:
    proposal = year.proposal("A1")
    key = line(proposal, "Белова").pk
    write(proposal, {key: Written(500_000_01, "=1+1")}, by=year.heads["A1"])
    answer = client_of(year.auditor).get(page(proposal, "xlsx/"))
    rows = CalamineWorkbook.from_object(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert ["КЗ", "Белова Анна Петровна", "Консультант", 500000.01, "=1+1"] in rows
    told = {row[2]: row[3] for row in rows}
    assert (told["Итого"], told["Фонд"], told["Не распределено"]) == (500000.01, 859154.94, 359154.93)


def test_the_sheet_is_a_pdf(year: Year, client_of) -> None:
    answer = client_of(year.heads["A1"]).get(page(year.proposal("A1"), "pdf/"))
    assert answer.content.startswith(b"%PDF")


def test_a_reminder_leads_to_the_very_draft(year: Year, client_of) -> None:
    assert client_of(year.heads["A1"]).get("/proposals/of/2025/project/A1/").url == f"{page(year.proposal('A1'))}edit/"
    assert client_of(year.heads["A1"]).get("/proposals/of/2025/proposal/A1/").status_code == 404
    assert client_of(year.heads["A1"]).get("/proposals/of/2024/project/A1/").status_code == 404
    assert "/proposals/of/2025/project/A1/" in words_of(client_of(year.heads["A1"]).get("/"))


def titles(user: Any) -> list[tuple[str, date | None]]:
    return [(one.title, one.until) for one in expected_of(type(user).objects.get(pk=user.pk))]


def test_what_waits_for_a_head_changes_with_the_state(year: Year) -> None:
    head, due = year.heads["A1"], date(2026, 2, 20)
    assert titles(head) == [("Заполнить премии команды", due)]
    proposal = perform(year.write("A1", Белова=100), "ask_agreement", by=head)
    assert titles(head) == []
    assert ("Согласовать премии сотрудников: КТ", due) in titles(year.body_heads["КТ"])
    perform(proposal.agreements.get(authority="КТ"), "refuse", by=year.body_heads["КТ"], remark="Мало.")
    assert titles(head) == [("Доработать предложение: отказано (КТ)", due)]
    year.agree_all("A1")
    assert titles(head) == [("Направить согласованное предложение", due)]
    perform(year.proposal("A1"), "submit", by=head)
    assert titles(head) == []


def test_history_tells_sums_by_names(year: Year, client_of) -> None:
    proposal = year.write("A1", Белова=500)
    told = words_of(client_of(year.heads["A1"]).get(page(proposal)))
    assert "Белова Анна Петровна: 0,00 → 500,00" in told


def test_a_form_without_a_version_is_stale(year: Year, client_of) -> None:
    proposal: BonusProposal = year.proposal("A1")
    posted = typed(proposal, Белова="5")
    del posted["version"]
    assert client_of(year.heads["A1"]).post(page(proposal, "edit/"), posted).status_code == 409


def test_a_change_needs_a_post_and_the_token(year: Year) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(year.heads["A1"])
    proposal = year.proposal("A1")
    assert browser.post(page(proposal, "edit/"), typed(proposal, Белова="5")).status_code == 403
    browser.get(page(proposal, "edit/"), typed(proposal, Белова="5"))
    assert sums_of(proposal)["Белова"] == 0


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
