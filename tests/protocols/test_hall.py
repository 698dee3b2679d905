"""The sitting as it goes: an act a tap, recorded at once; the screen for the room tells no vote by name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from protocols.models import Protocol, Vote
from ranking_portal.workflow.engine import perform
from tests.protocols.council import Council, confirmed_ranking, council

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Council:
    return council()


@pytest.fixture
def protocol(sitting: Council) -> Protocol:
    """Voting is open, seven of nine are here; A1 and B2 are proposed."""
    draft = sitting.draft(confirmed_ranking("A1", "B2"))
    for code in ("A1", "B2"):
        sitting.propose(draft, code)
    return sitting.open(draft)


@pytest.fixture
def secretary(sitting: Council, client_of: Any) -> Client:
    browser: Client = client_of(sitting.secretary)
    return browser


def tap(client: Client, protocol: Protocol, act: str, choice: str = "") -> Any:
    return client.post(reverse("protocols:sitting", args=(protocol.pk,)), {"act": act, "choice": choice})


def question(protocol: Protocol, code: str) -> Any:
    return protocol.questions.get(candidate__project__code=code)


def test_a_tap_is_a_vote_and_another_tap_mends_it(protocol, sitting: Council, secretary: Client) -> None:
    asked, seat = question(protocol, "A1"), sitting.seats[2]
    for choice in ("against", "for"):
        assert tap(secretary, protocol, f"vote:{asked.pk}:{seat.pk}", choice).status_code == 302
    assert [(vote.seat_id, vote.choice) for vote in Vote.objects.filter(question=asked)] == [(seat.pk, "for")]


def test_the_rest_in_favour_and_then_taken_back(protocol, sitting: Council, secretary: Client) -> None:
    asked = question(protocol, "B2")
    tap(secretary, protocol, f"vote:{asked.pk}:{sitting.seats[1].pk}", "abstained")
    tap(secretary, protocol, f"rest:{asked.pk}")
    choices = sorted(Vote.objects.filter(question=asked).values_list("choice", flat=True))
    assert choices == ["abstained", *["for"] * 6]
    tap(secretary, protocol, f"withdraw:{asked.pk}")
    assert not Vote.objects.filter(question=asked).exists()


def test_coming_and_leaving_move_the_quorum(protocol, sitting: Council, secretary: Client) -> None:
    """More than half of nine is five."""
    page = reverse("protocols:sitting", args=(protocol.pk,))
    for seat in sitting.seats[4:7]:
        tap(secretary, protocol, f"leave:{seat.pk}")
    assert not secretary.get(page).context["sitting"].has_quorum
    tap(secretary, protocol, f"come:{sitting.seats[8].pk}")
    assert secretary.get(page).context["sitting"].has_quorum


def test_who_has_voted_does_not_leave(protocol, sitting: Council, secretary: Client) -> None:
    seat = sitting.seats[2]
    tap(secretary, protocol, f"vote:{question(protocol, 'A1').pk}:{seat.pk}", "for")
    answer = tap(secretary, protocol, f"leave:{seat.pk}")
    assert answer.status_code == 409
    assert "голос уже подан" in answer.content.decode()
    assert protocol.attendances.filter(seat=seat).exists()


@pytest.mark.parametrize("act", ["", "vote:1", "vote:x:y", "come:", "nothing:1", "withdraw:999999", "rest:999999"])
def test_a_stale_screen_changes_nothing(protocol, secretary: Client, act: str) -> None:
    answer = tap(secretary, protocol, act, "for")
    assert answer.status_code == 409
    assert "обновите страницу" in answer.content.decode()
    assert not Vote.objects.exists()


def test_an_unknown_choice_and_an_absent_member_are_refused(protocol, sitting: Council, secretary: Client) -> None:
    asked = question(protocol, "A1").pk
    assert tap(secretary, protocol, f"vote:{asked}:{sitting.seats[2].pk}", "maybe").status_code == 409
    assert tap(secretary, protocol, f"vote:{asked}:{sitting.seats[8].pk}", "for").status_code == 409
    assert not Vote.objects.exists()


def test_nobody_but_the_secretary_taps(protocol, sitting: Council, client_of: Any) -> None:
    for user in (sitting.office, sitting.chair, sitting.member):
        assert tap(client_of(user), protocol, f"come:{sitting.seats[8].pk}").status_code == 403


def test_the_room_sees_no_vote_by_name_and_no_count_before_all_are_in(protocol, sitting: Council, client_of: Any):
    room, page = client_of(sitting.member), reverse("protocols:projector", args=(protocol.pk,))
    asked = next(one for one in protocol.questions.all() if one.kind == "results")
    secretary = client_of(sitting.secretary)
    tap(secretary, protocol, f"vote:{asked.pk}:{sitting.seats[2].pk}", "against")
    text = room.get(page).content.decode()
    assert "Проголосовали 1 из 7" in text
    assert sitting.seats[2].person.short_name not in text
    assert "0 / 1 / 0" not in text
    tap(secretary, protocol, f"rest:{asked.pk}")
    tap(secretary, protocol, f"rest:{question(protocol, 'A1').pk}")
    text = room.get(page).content.decode()
    assert "принято, 6 / 1 / 0" in text
    assert "1 из 6" in text


def test_after_approval_the_screen_leads_to_the_protocol(protocol, sitting: Council, secretary: Client) -> None:
    sitting.vote(protocol)
    perform(protocol, "approve", by=sitting.chair)
    answer = secretary.get(reverse("protocols:sitting", args=(protocol.pk,)))
    assert answer["Location"] == reverse("protocols:protocol", args=(protocol.pk,))
