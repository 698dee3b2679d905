"""The room by its pages: from a confirmed ranking to an approved protocol, as people do it in the browser."""

from typing import Any

import pytest
from django.test import Client

from projects.models import ProjectYear
from protocols.enums import ProtocolState
from protocols.menu import protocol_state
from protocols.models import Protocol, Vote
from protocols.presenting import ballots_of, field_name
from ranking_portal.accounts.enums import Role
from ranking_portal.versions import version_of
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.protocols.council import Council, confirmed_ranking
from tests.protocols.council import council as make_council

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


BOTH = {"admin": Role.ADMIN, "office": Role.OFFICE}


@pytest.fixture
def desk(small_council: Council, client_of):
    """The office."""
    return client_of(small_council.office)


@pytest.fixture
def secretary(small_council: Council, client_of):
    """The council's secretary."""
    return client_of(small_council.secretary)


def requisites(council: Council, ranking: Any, **changed: str) -> dict[str, Any]:
    return {
        "ranking": ranking.pk,
        "number": "1",
        "held_on": "2026-02-09",
        "place": "Санкт-Петербург",
        "form": "in_person",
        "chair": council.seats[0].pk,
        "secretary": council.secretary_seat.pk,
        "invited": "",
    } | changed


def words_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("&nbsp;", " ").replace("\u00a0", " ")


def test_from_a_confirmed_ranking_to_an_approved_protocol(small_council, ranking, desk, secretary, client_of) -> None:
    assert "Подготовить протокол" in words_of(desk.get("/protocols/"))
    made = desk.post("/protocols/new/", requisites(small_council, ranking))
    protocol = Protocol.objects.get()
    page = f"/protocols/{protocol.pk}/"
    assert made.url == page
    assert protocol_state(2025) == "now"
    proposal = {"project": "A1", "grounds": ["2", "3"], "justification": "Новый продукт."}
    assert desk.post(f"{page}candidates/new/", proposal).url == page
    assert "Предложено: 1 из 6" in words_of(desk.get(page))
    assert [step.name for step in desk.get(page).context["steps"]] == []

    assert "Нет кворума" in words_of(secretary.get(page))
    present = [seat.pk for seat in small_council.seats[:7]]
    assert secretary.post(f"{page}presence/", {"present": present}).status_code == 302
    assert "Присутствуют 7 из 9" in words_of(secretary.get(page))
    assert secretary.post(f"{page}do/open_voting/").status_code == 302

    first, second = protocol.questions.order_by("position")
    assert secretary.post(f"{page}votes/", {"all-for": first.pk}).status_code == 302
    grid = {field_name(second.pk, seat): "for" for seat in present[:5]}
    grid |= {field_name(second.pk, present[5]): "against", field_name(second.pk, present[6]): "abstained"}
    assert secretary.post(f"{page}votes/", grid).status_code == 302
    shown = secretary.get(page)
    assert [str(row.tally) for row in shown.context["agenda"]] == ["7 / 0 / 0", "5 / 1 / 1"]
    assert [row.outcome for row in shown.context["agenda"]] == ["принято", "принято"]

    chair = client_of(small_council.chair)
    too_early = chair.post(f"{page}do/approve/", {"on": "2026-02-08"})
    assert "Не может быть раньше дня заседания" in words_of(too_early)
    assert "ещё не наступил" in words_of(chair.post(f"{page}do/approve/", {"on": "2026-02-10"}))
    assert secretary.post(f"{page}do/approve/", {"on": "2026-02-09"}).status_code == 403
    assert chair.post(f"{page}do/approve/", {"on": "2026-02-09"}).status_code == 302
    again = chair.post(f"{page}do/approve/", {"on": "2026-02-09"})
    assert again.status_code == 409
    assert "сейчас «утверждён»" in words_of(again)
    assert Protocol.objects.get().state == ProtocolState.APPROVED
    assert protocol_state(2025) == "now"
    assert protocol_state(2026) == ""
    done = desk.get(page)
    assert "Документ PDF" in words_of(done)
    assert [f"{term.deadline.due_on:%d.%m.%Y}" for term in done.context["terms"]] == ["10.02.2026"]
    rated = desk.get(f"/rankings/{ranking.pk}/")
    assert {row.code: row.coefficient for row in rated.context["rows"]}["A1"] == 1


def test_only_rankings_that_may_be_approved_are_offered(small_council, ranking, desk) -> None:
    form = desk.get("/protocols/new/").context["form"]
    assert list(form.fields["ranking"].queryset) == [ranking]
    assert form.initial["chair"] == small_council.seats[0]
    wrong = desk.post("/protocols/new/", requisites(small_council, ranking, held_on="2023-05-05"))
    assert wrong.status_code == 200
    assert words_of(wrong).count("не состоит в малом совете") >= 2
    assert "Ранжирование подтверждено 28.01.2026" in words_of(wrong)


def test_a_draft_without_its_number_is_kept_and_is_not_voted(small_council, ranking, desk, secretary) -> None:
    made = desk.post("/protocols/new/", requisites(small_council, ranking, number="", place=""), follow=True)
    assert "останется указать: номер, место составления" in words_of(made)
    protocol = Protocol.objects.get()
    assert "без номера" in str(protocol)
    assert "В реквизитах не указано: номер, место составления." in words_of(
        secretary.post(f"/protocols/{protocol.pk}/do/open_voting/")
    )


def test_without_a_ranking_there_is_nothing_to_approve(small_council, desk) -> None:
    factories.CycleFactory.create(year=2025)
    page = words_of(desk.get("/protocols/"))
    assert "Протокол готовить рано" in page
    assert "Подготовить протокол" not in page


def test_refusals_stand_on_the_page_and_typed_votes_are_kept(small_council, ranking, secretary) -> None:
    protocol = small_council.open(small_council.draft(ranking))
    question, page = protocol.questions.get(), f"/protocols/{protocol.pk}/"
    typed = {
        field_name(question.pk, small_council.seats[0].pk): "against",
        field_name(question.pk, small_council.seats[8].pk): "for",
    }
    refused = secretary.post(f"{page}votes/", typed)
    assert refused.status_code == 409
    assert "не отмечен среди присутствующих" in words_of(refused)
    cells = {cell.name: cell.choice for row in refused.context["members"] for cell in row.cells}
    assert cells[field_name(question.pk, small_council.seats[0].pk)] == "against"
    assert not Vote.objects.exists()
    strangers = secretary.post(f"{page}presence/", {"present": [small_council.secretary_seat.pk]})
    assert strangers.status_code == 409
    assert secretary.post(f"{page}votes/", {"all-for": "999999"}).status_code == 409
    small_council.vote(protocol)
    assert secretary.post(f"{page}votes/{question.pk}/withdraw/").status_code == 302
    assert not Vote.objects.exists()


def test_a_member_has_a_ballot_of_his_own(small_council, ranking, client_of) -> None:
    protocol = small_council.open(small_council.draft(ranking))
    question, page = protocol.questions.get(), f"/protocols/{protocol.pk}/"
    member = client_of(small_council.member)
    shown = member.get(page)
    assert shown.context["own"].seat == small_council.seats[2]
    assert not shown.context["may_record"]
    assert member.post(f"{page}votes/", {field_name(question.pk, small_council.seats[2].pk): "for"}).status_code == 302
    assert Vote.objects.get().seat == small_council.seats[2]
    other = {field_name(question.pk, small_council.seats[3].pk): "for"}
    assert member.post(f"{page}votes/", other).status_code == 403
    assert member.post(f"{page}presence/", {"present": []}).status_code == 403
    assert Vote.objects.count() == 1


def test_the_agenda_is_made_by_forms(small_council, ranking, desk) -> None:
    protocol = small_council.draft(ranking)
    candidate, page = small_council.propose(protocol, "D4"), f"/protocols/{protocol.pk}/"
    offered = [code for code, _ in desk.get(f"{page}candidates/new/").context["form"].fields["project"].choices]
    assert offered[1:4] == ["A1", "B2", "C3"]
    assert not {"D4", "X9"} & set(offered)
    for wrong, words in (
        ({"project": "X9", "grounds": ["2"], "justification": "Так."}, "среди допущенных"),
        ({"project": "A1", "justification": "Так."}, "Отметьте основание"),
        ({"project": "A1", "grounds": ["2"], "justification": " "}, "Напишите обоснование"),
    ):
        assert words in words_of(desk.post(f"{page}candidates/new/", wrong))
    assert "без предложения остались проекты с местом выше" in words_of(desk.get(page))
    change = {"grounds": ["3"], "justification": "Единственный в стране."}
    assert desk.post(f"{page}candidates/{candidate.pk}/", change).url == page
    assert "Единственный в стране." in words_of(desk.get(page))
    question = {"title": "О плане", "speaker": "Петрова А. С.", "decision": "Утвердить план."}
    assert desk.post(f"{page}questions/new/", question).url == page
    own = protocol.questions.get(kind="other")
    assert desk.post(f"{page}questions/{own.pk}/", question | {"title": "О плане на год"}).url == page
    results = protocol.questions.get(kind="results")
    assert desk.post(f"{page}questions/{results.pk}/", {"speaker": "Петрова А. С."}).url == page
    assert desk.post(f"{page}questions/{results.pk}/delete/").status_code == 409
    assert desk.post(f"{page}questions/{own.pk}/delete/").url == page
    assert desk.post(f"{page}candidates/{candidate.pk}/delete/").url == page
    assert desk.post(f"{page}candidates/{candidate.pk}/delete/").status_code == 404
    assert [row.question.title for row in desk.get(page).context["agenda"]] == [results.title]


def test_requisites_are_edited_and_a_draft_is_deleted(small_council, ranking, desk) -> None:
    protocol = small_council.draft(ranking)
    page, entered = f"/protocols/{protocol.pk}/", requisites(small_council, ranking, number="12-МС")
    stale = desk.post(f"{page}edit/", entered | {"version": "старая"})
    assert stale.status_code == 409
    assert desk.post(f"{page}edit/", entered | {"version": version_of(Protocol.objects.get())}).url == page
    protocol = Protocol.objects.get()
    assert protocol.number == "12-МС"
    assert desk.get(f"{page}delete/").status_code == 200
    assert desk.post(f"{page}delete/", {"version": version_of(protocol)}).url == "/protocols/"
    assert not Protocol.objects.exists()


def test_a_new_edition_starts_from_the_approved_one(small_council, ranking, desk) -> None:
    former = small_council.approved(ranking, "A1")
    page = desk.get(f"/protocols/{former.pk}/")
    assert "Новая редакция" in words_of(page)
    made = desk.post(f"/protocols/{former.pk}/next/", requisites(small_council, ranking, number="2"))
    edition = Protocol.objects.get(edition=2)
    assert made.url == f"/protocols/{edition.pk}/"
    assert "редакция 2" in words_of(desk.get(made.url))
    assert "Новая редакция" not in words_of(desk.get(f"/protocols/{former.pk}/"))
    twice = desk.post(f"/protocols/{former.pk}/next/", requisites(small_council, ranking, number="3"))
    assert twice.status_code == 409
    assert "ещё не утверждён" in words_of(twice)


def test_a_head_reads_what_was_decided_and_no_more(small_council, ranking, client_of) -> None:
    """Clause 2.4 for his project; points of others, named votes, the paper and the history are not his."""
    head = client_of(factories.project_head(ProjectYear.objects.get(project__code="A1")))
    protocol = small_council.draft(ranking)
    assert head.get(f"/protocols/{protocol.pk}/").status_code == 404
    small_council.propose(protocol, "B2")
    protocol = small_council.open(protocol)
    small_council.vote(protocol)
    assert head.get(f"/protocols/{protocol.pk}/").status_code == 404
    perform(protocol, "approve", by=small_council.chair)
    page = head.get(f"/protocols/{protocol.pk}/")
    words = words_of(page)
    assert "Проект B2" in words
    assert "7 / 0 / 0" in words
    points = [row.row.total for row in page.context["candidates"]]
    assert not any(total in words for total in points)
    assert "Белова" not in words
    assert "История" not in words
    assert head.get(f"/protocols/{protocol.pk}/pdf/").status_code == 403
    assert head.post(f"/protocols/{protocol.pk}/votes/", {}).status_code == 403


@pytest.mark.parametrize(
    ("role", "opens", "new", "marks"),
    [
        (Role.OFFICE, 200, 200, 403),
        (Role.COUNCIL_SECRETARY, 200, 200, 302),
        (Role.COUNCIL_MEMBER, 200, 403, 403),
        (Role.GOVERNOR_OFFICE, 200, 403, 403),
        (Role.ADMINISTRATION, 200, 403, 403),
        (Role.ECONOMY_COMMITTEE, 200, 403, 403),
        (Role.FINANCE_COMMITTEE, 200, 403, 403),
        (Role.AUDITOR, 200, 403, 403),
        (Role.ADMIN, 403, 403, 403),
    ],
)
def test_rights_by_role(user_with, client_of, small_council, ranking, role, opens: int, new: int, marks: int) -> None:
    protocol = small_council.draft(ranking)
    visitor = client_of(user_with(role))
    address = f"/protocols/{protocol.pk}/"
    assert visitor.get(address).status_code == opens
    for name in ("edit", "delete", "candidates/new", "questions/new"):
        assert visitor.get(f"{address}{name}/").status_code == new, name
    assert visitor.get("/protocols/new/").status_code == new
    assert visitor.post(f"{address}presence/", {"present": []}).status_code == marks
    assert visitor.get(f"{address}presence/").status_code == (405 if marks == 302 else 403)
    assert visitor.get(f"{address}do/approve/").status_code == 403


def test_the_administrator_comes_to_the_council_by_a_link_of_his_own(user_with, client_of) -> None:
    links = {name: client_of(user_with(role)).get("/council/").context["portal_links"] for name, role in BOTH.items()}
    assert [link["title"] for link in links["admin"]].count("Малый совет") == 1
    assert "Малый совет" not in [link["title"] for link in links["office"]]


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get("/protocols/").status_code == 302
    assert client.get("/council/").status_code == 302


def test_protocols_are_found_by_number_and_by_project(small_council, ranking, desk) -> None:
    protocol = small_council.draft(ranking, number="77-МС")
    small_council.propose(protocol, "A1")
    for sought in ("77-мс", "протокол 77", "A1"):
        found = desk.get("/search/", {"q": sought}).context["groups"].get("Протоколы", [])
        assert [one.url for one in found] == [f"/protocols/{protocol.pk}/"], sought


def test_votes_are_read_from_the_form_and_nothing_else() -> None:
    posted = {"vote-1-2": "for", "vote-1-3": "", "vote-x-2": "for", "vote-1": "for", "csrf": "z", "vote-1-٣": "for"}
    assert ballots_of(posted) == {1: {2: "for"}}


def test_the_page_costs_the_same_number_of_queries_however_many_projects(
    client_of, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    council = make_council()
    protocol = council.draft(confirmed_ranking("A1", "B2", "C3", "D4", "E5", "F6"))
    council.propose(protocol, "A1")
    desk = client_of(council.office)
    address = f"/protocols/{protocol.pk}/"
    desk.get(address)
    with django_assert_max_num_queries(60) as measured:
        desk.get(address)
    cost = len(measured)
    for code in ("B2", "C3", "D4", "E5", "F6"):
        council.propose(protocol, code)
    # What the frame knows is read anew after each change.
    desk.get(address)
    with django_assert_num_queries(cost):
        desk.get(address)
