"""The sitting's two screens: a tap an act, under the rules of clauses 2.5 and 2.6, nothing overwritten unseen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from projects.models import Project
from protocols.models import Candidate, Protocol, Vote
from protocols.services import sitting
from ranking.models import Ranking
from ranking_portal.journal.models import Entry
from ranking_portal.workflow.engine import perform
from tests.protocols.council import Council

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Post = Callable[..., Any]
PART = {"HX-Request": "true"}


def words_of(answer: Any) -> str:
    return " ".join(str(answer.content.decode()).replace("&nbsp;", " ").replace("\u00a0", " ").split())


@pytest.fixture
def draft(small_council: Council, ranking: Ranking) -> Protocol:
    """A draft with one proposal."""
    made = small_council.draft(ranking)
    small_council.propose(made, "A1")
    return made


@pytest.fixture
def secretary(small_council: Council, client_of: Callable[[Any], Client]) -> Client:
    """The council's secretary."""
    return client_of(small_council.secretary)


@pytest.fixture
def tap(draft: Protocol, secretary: Client) -> Post:
    """A tap on the secretary's screen, which answers with its changing part."""

    def press(where: str, **posted: Any) -> Any:
        return secretary.post(f"/protocols/{draft.pk}/sitting/{where}/", posted, headers=PART)

    return press


def test_quorum_lives_with_every_tap_and_bars_the_voting(small_council: Council, draft: Protocol, tap: Post) -> None:
    for number, seat in enumerate(small_council.seats[:5], start=1):
        screen = words_of(tap("presence", seat=seat.pk, there="here"))
        assert f"{number} из 9" in screen
        assert (">есть</span>" in screen) == (number == 5)
        assert ("Нет кворума" in screen) == (number < 5)
    assert ">нет</span> 4 из 9" in words_of(tap("presence", seat=small_council.seats[4].pk, there="absent"))
    assert "9 из 9" in words_of(tap("presence", all=1))


def test_whoever_has_voted_is_not_marked_absent(small_council: Council, draft: Protocol, tap: Post) -> None:
    small_council.open(draft)
    question, seat = draft.questions.first(), small_council.seats[1]
    tap("vote", question=question.pk, seat=seat.pk, choice="for", seen="")
    refused = tap("presence", seat=seat.pk, there="absent")
    assert refused.status_code == 409
    assert "отметить отсутствующим нельзя" in words_of(refused)
    assert draft.attendances.count() == 7


def test_the_deputy_takes_the_chair_of_an_absent_chairman(small_council: Council, draft: Protocol, tap: Post) -> None:
    deputy, member = small_council.seats[1:3]
    for seat in (deputy, member):
        screen = tap("presence", seat=seat.pk, there="here")
    assert f"Председательствует {deputy.person.short_name}".replace("\u00a0", " ") in words_of(screen)
    assert tap("chair", seat=member.pk).status_code == 409
    assert tap("chair", seat=deputy.pk).status_code == 200
    assert Protocol.objects.get().chair == deputy


def test_a_mistaken_vote_is_changed_or_taken_back_until_the_approval(
    small_council: Council, draft: Protocol, tap: Post
) -> None:
    protocol = small_council.open(draft)
    question, seat = protocol.questions.order_by("position")[0], small_council.seats[2]
    where = {"question": question.pk, "seat": seat.pk}
    tap("vote", choice="against", seen="", **where)
    tap("vote", choice="for", seen="against", **where)
    assert Vote.objects.get().choice == "for"
    assert "0 из 7" in words_of(tap("vote", choice="", seen="for", **where))
    assert not Vote.objects.exists()
    assert Entry.objects.latest("pk").action == "Голоса по вопросу отозваны"
    small_council.vote(protocol)
    perform(protocol, "approve", by=small_council.chair)
    late = tap("vote", choice="", seen="for", **where)
    assert late.status_code == 409
    assert "больше не меняется" in words_of(late)


def test_what_another_has_changed_is_not_overwritten_unseen(small_council: Council, draft: Protocol, tap: Post) -> None:
    protocol = small_council.open(draft)
    question, seat = protocol.questions.order_by("position")[0], small_council.seats[2]
    sitting.record_votes(question, {seat.pk: "against"}, by=small_council.member)
    refused = tap("vote", question=question.pk, seat=seat.pk, choice="for", seen="")
    assert refused.status_code == 409
    assert "голос только что изменили, сейчас «против»" in words_of(refused)
    assert Vote.objects.get().choice == "against"
    assert tap("vote", question=question.pk, seat=seat.pk, choice="against", seen="").status_code == 200


def test_vote_by_vote_to_a_protocol_ready_for_its_chair(small_council: Council, draft: Protocol, tap: Post) -> None:
    protocol = small_council.open(draft)
    results, asked = protocol.questions.order_by("position")
    absent = tap("vote", question=results.pk, seat=small_council.seats[8].pk, choice="for", seen="")
    assert "не отмечен среди присутствующих" in words_of(absent)
    tap("vote", question=results.pk, seat=small_council.seats[6].pk, choice="against", seen="")
    decided = words_of(tap("vote", question=results.pk, rest=1))
    assert "За <b>6</b>" in decided
    assert "Дальше: вопрос 2.1" in decided
    assert "Голосовали: за — 6, против — 1, воздержались — 0. Решение принято." in decided
    assert "0 из 6<small>присвоено" in decided
    ready = words_of(tap("vote", question=asked.pk, rest=1))
    assert "1 из 6<small>присвоено" in ready
    assert "Протокол готов: председательствующий, Маркова А. П., может его утвердить." in ready


def test_a_seventh_proposal_is_refused_and_not_offered(
    small_council: Council, draft: Protocol, secretary: Client
) -> None:
    page = f"/protocols/{draft.pk}/"
    for code in ("B2", "C3", "D4", "E5"):
        small_council.propose(draft, code)
    assert "Предложено: 5 из 6" in words_of(secretary.get(f"{page}sitting/"))
    proposal = {"project": "F6", "grounds": ["3"], "justification": "Новая технология."}
    made = secretary.post(f"{page}candidates/new/?from=sitting", proposal)
    assert made["Location"] == f"{page}sitting/"
    full = words_of(secretary.get(f"{page}sitting/"))
    assert "Предложено: 6 из 6" in full
    assert "Предложить проект" not in full
    refused = secretary.post(f"{page}candidates/new/?from=sitting", proposal | {"project": "G7"})
    assert refused.status_code == 409
    assert "не более чем 6 проектам" in words_of(refused)
    assert not Candidate.objects.filter(project=Project.objects.get(code="G7")).exists()


def test_a_screen_that_shows_all_is_not_drawn_again(small_council: Council, draft: Protocol, secretary: Client) -> None:
    for page in (f"/protocols/{draft.pk}/sitting/", f"/protocols/{draft.pk}/projector/"):
        stamp = secretary.get(page).context["screen"].stamp
        assert secretary.get(page, {"stamp": stamp}, headers=PART).status_code == 204
        sitting.mark_present(draft, small_council.seats[: len(page) % 9], by=small_council.secretary)
        anew = secretary.get(page, {"stamp": stamp}, headers=PART)
        assert anew.status_code == 200
        assert "<html" not in words_of(anew)


def test_the_wall_tells_no_half_count_and_nobodys_vote(
    small_council: Council, draft: Protocol, client_of: Callable[[Any], Client]
) -> None:
    wall = client_of(small_council.member)
    page = f"/protocols/{draft.pk}/projector/"
    assert "Кворума нет: 0 из 9, нужно 5" in words_of(wall.get(page))
    protocol = small_council.open(draft)
    results = protocol.questions.order_by("position")[0]
    for seat, choice in zip(small_council.seats[:6], ("for", "for", "for", "against", "against", "for"), strict=True):
        sitting.record_votes(results, {seat.pk: choice}, by=small_council.secretary)
    before = words_of(wall.get(page))
    assert "Проголосовали <b>6</b> из 7" in before
    assert "против" not in before.casefold()
    sitting.record_votes(results, {small_council.seats[6].pk: "for"}, by=small_council.secretary)
    after = words_of(wall.get(page))
    assert "за 5, против 2, воздержались 0 — решение <b>принято</b>" in after
    assert "Коэффициент 1 проекту A1" in after
    for seat in small_council.seats:
        assert seat.person.full_name.split()[0] not in before + after


def test_without_scripts_a_tap_is_a_form(small_council: Council, draft: Protocol, secretary: Client) -> None:
    page, seat = f"/protocols/{draft.pk}/sitting/", small_council.seats[0]
    done = secretary.post(f"{page}presence/", {"seat": seat.pk, "there": "here"})
    assert done["Location"] == f"{page}#presence"
    refused = secretary.post(f"{page}presence/", {"seat": 0, "there": "here"})
    assert refused.status_code == 409
    assert "<html" in words_of(refused)
    assert draft.attendances.get().seat == seat


def test_only_the_secretary_holds_the_sitting(
    small_council: Council, draft: Protocol, secretary: Client, client_of: Callable[[Any], Client]
) -> None:
    page = f"/protocols/{draft.pk}/sitting/"
    for user in (small_council.office, small_council.chair, small_council.member):
        other = client_of(user)
        answers = [other.get(page), *(other.post(f"{page}{act}/") for act in ("presence", "chair", "vote"))]
        assert [answer.status_code for answer in answers] == [403] * 4
    assert page in words_of(secretary.get("/"))
    assert page in words_of(secretary.get(f"/protocols/{draft.pk}/"))


def test_ballots_of_an_absent_vote_are_entered_on_the_protocols_page(
    small_council: Council, ranking: Ranking, secretary: Client
) -> None:
    protocol = small_council.draft(ranking, form="in_absentia")
    assert secretary.get(f"/protocols/{protocol.pk}/sitting/")["Location"] == f"/protocols/{protocol.pk}/"
