"""Guards of the ranking and of the protocol, each tried through the page, the command and two connections.

What other tests hold already is named and not repeated; races stand in `test_guards_races.py` of this folder.

guard                                     page                   command                   two connections
no ranking without a methodology (2.1)    here                   here                      test_guards_races
no ranking without an edition (2.2)       here                   here                      test_guards_races
no confirmation without facts (2.3)       ranking/test_pages     here: rank, step          test_guards_races
six coefficients at most (2.5)            here                   none makes candidates     test_races
only eligible, only with a ground (2.5)   here                   here: open_voting         test_guards_races
quorum and majority (2.6)                 here                   here                      test_guards_races
the chair approves, nobody else           here                   here                      test_guards_races
confirmed and approved never change       here, test_settled     here                      test_races, test_guards_races
"""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from projects.models import Funding
from protocols.enums import ProtocolState
from protocols.models import Candidate, Protocol
from ranking.enums import RankingKind, RankingState
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from tests import factories
from tests.attempts import REFUSED, commanded, posted
from tests.protocols.council import METHODOLOGY, Council

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PRIMARY = {"kind": "primary", "as_of": "2024-12-20"}
RANK = ("rank", "--year", 2025, "--kind", "primary", "--as-of", "2024-12-20")


def test_no_methodology_by_page(office: User) -> None:
    factories.complete_card("A1")
    status, words = posted(office, "/rankings/", **PRIMARY)
    assert (status, Ranking.objects.count()) == (409, 0)
    assert "Нет действующей методики (пункт 2.1)" in words


def test_no_methodology_by_command(office: User) -> None:
    factories.complete_card("A1")
    status, words = commanded(*RANK, "--confirm", by=office)
    assert (status, Ranking.objects.count()) == (REFUSED, 0)
    assert "Нет действующей методики (пункт 2.1)" in words


@pytest.mark.parametrize("year", [2020, 2021])
def test_years_without_an_edition_by_page(office: User, year: int) -> None:
    call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=StringIO())
    factories.complete_card("A1", year=year)
    status, words = posted(office, "/rankings/", kind="primary", as_of=f"{year}-12-31")
    assert (status, Ranking.objects.count()) == (409, 0)
    assert "известна только номером и датой" in words


@pytest.mark.parametrize("year", [2020, 2021])
def test_years_without_an_edition_by_command(office: User, year: int) -> None:
    call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=StringIO())
    factories.complete_card("A1", year=year)
    ranked = ("rank", "--year", year, "--kind", "primary", "--as-of", f"{year}-12-31", "--confirm")
    status, words = commanded(*ranked, by=office)
    assert (status, Ranking.objects.count()) == (REFUSED, 0)
    assert "известна только номером и датой" in words


def test_facts_that_lack_by_command(office: User) -> None:
    call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=StringIO())
    Funding.objects.filter(card=factories.complete_card("A1")).delete()
    status, words = commanded(*RANK, "--confirm", by=office)
    assert status == REFUSED
    assert "A1: " in words
    status, words = commanded("step", "ranking", Ranking.objects.get().pk, "confirm", by=office)
    assert status == REFUSED
    assert "A1: " in words
    assert Ranking.objects.get().state == RankingState.CALCULATED


def test_a_seventh_by_page(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    for code in ("A1", "B2", "C3", "D4", "E5", "F6"):
        small_council.propose(protocol, code)
    address = f"/protocols/{protocol.pk}/candidates/new/"
    status, words = posted(small_council.office, address, project="G7", grounds=["2"], justification="Так.")
    assert (status, protocol.candidates.count()) == (409, 6)
    assert "не более чем 6 проектам" in words


def test_ineligible_and_groundless_by_page(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    address = f"/protocols/{protocol.pk}/candidates/new/"
    groundless, words = posted(small_council.office, address, project="A1", justification="Так.")
    assert groundless in (200, 409)
    assert "Основание" in words or "основани" in words
    refused, _ = posted(small_council.office, address, project="X9", grounds=["2"], justification="Так.")
    assert refused in (200, 409)
    assert not Candidate.objects.exists()


def test_a_project_no_longer_eligible_by_page_and_command(small_council: Council, ranking: Ranking) -> None:
    """It was proposed rightly; the row is then spoilt past the services, as a faulty import would."""
    protocol = small_council.draft(ranking)
    small_council.propose(protocol, "A1")
    Candidate.objects.filter(project__code="A1").update(project=_ineligible())
    marking = [seat.pk for seat in small_council.seats[:7]]
    posted(small_council.secretary, f"/protocols/{protocol.pk}/presence/", present=marking)
    status, words = posted(small_council.secretary, f"/protocols/{protocol.pk}/do/open_voting/")
    assert status == 409
    assert "X9" in words
    status, words = commanded("step", "protocol", protocol.pk, "open_voting", by=small_council.secretary)
    assert status == REFUSED
    assert "X9" in words
    assert Protocol.objects.get().state == ProtocolState.DRAFT


def _ineligible() -> int:
    found: int = Funding.objects.get(card__project__code="X9").card.project_id
    return found


def _gathered(council: Council, ranking: Ranking, present: int) -> Protocol:
    protocol = council.draft(ranking)
    posted(
        council.secretary,
        f"/protocols/{protocol.pk}/presence/",
        present=[seat.pk for seat in council.seats[:present]],
    )
    return protocol


def test_quorum_by_page(small_council: Council, ranking: Ranking) -> None:
    protocol = _gathered(small_council, ranking, 4)
    status, words = posted(small_council.secretary, f"/protocols/{protocol.pk}/do/open_voting/")
    assert (status, Protocol.objects.get().state) == (409, "draft")
    assert "Нет кворума" in words


def test_quorum_by_command(small_council: Council, ranking: Ranking) -> None:
    protocol = _gathered(small_council, ranking, 4)
    status, words = commanded("step", "protocol", protocol.pk, "open_voting", by=small_council.secretary)
    assert (status, Protocol.objects.get().state) == (REFUSED, "draft")
    assert "Нет кворума" in words


def _outvoted(council: Council, ranking: Ranking) -> Protocol:
    """Only the chair is for the results."""
    protocol = council.open(council.draft(ranking))
    council.vote(protocol, against=[1])
    return protocol


def test_majority_by_page(small_council: Council, ranking: Ranking) -> None:
    protocol = _outvoted(small_council, ranking)
    status, words = posted(small_council.chair, f"/protocols/{protocol.pk}/do/approve/", on="2026-02-09")
    assert (status, Protocol.objects.get().state) == (409, "voting")
    assert "нет большинства (пункт 2.6)" in words


def test_majority_by_command(small_council: Council, ranking: Ranking) -> None:
    protocol = _outvoted(small_council, ranking)
    status, words = commanded("step", "protocol", protocol.pk, "approve", by=small_council.chair)
    assert (status, Protocol.objects.get().state) == (REFUSED, "voting")
    assert "нет большинства (пункт 2.6)" in words


def _voted(council: Council, ranking: Ranking) -> Protocol:
    protocol = council.open(council.draft(ranking))
    council.vote(protocol)
    return protocol


def test_others_than_the_chair_by_page(small_council: Council, ranking: Ranking) -> None:
    protocol = _voted(small_council, ranking)
    for user in (small_council.member, small_council.secretary, small_council.office):
        assert posted(user, f"/protocols/{protocol.pk}/do/approve/", on="2026-02-09")[0] == 403
    assert Protocol.objects.get().state == ProtocolState.VOTING


def test_others_than_the_chair_by_command(small_council: Council, ranking: Ranking) -> None:
    protocol = _voted(small_council, ranking)
    for user in (small_council.member, small_council.secretary, small_council.office, None):
        status, words = commanded("step", "protocol", protocol.pk, "approve", by=user)
        assert status == REFUSED
        assert "Нет права на шаг «Утвердить протокол»" in words
    assert Protocol.objects.get().state == ProtocolState.VOTING


def test_settled_by_page(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.approved(ranking, "A1")
    page = f"/protocols/{protocol.pk}/"
    acts: dict[str, dict[str, Any]] = {
        "candidates/new/": {"project": "B2", "grounds": ["2"], "justification": "Так."},
        "presence/": {"present": []},
        "votes/": {"all-for": protocol.questions.first().pk},
        "edit/": {"number": "2"},
        "delete/": {},
        "do/reopen/": {},
        "do/open_voting/": {},
    }
    for address, data in acts.items():
        for user in (small_council.secretary, small_council.office):
            status, _ = posted(user, page + address, **data)
            assert status in (200, 302, 403, 404, 409), address
    fresh = Protocol.objects.get()
    assert (fresh.state, fresh.number, fresh.candidates.count()) == (ProtocolState.APPROVED, "1", 1)
    assert fresh.attendances.count() == 7
    posted(small_council.office, f"/rankings/{ranking.pk}/do/calculate/")
    assert Ranking.objects.get(pk=ranking.pk).result == ranking.result


def test_settled_by_command(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.approved(ranking, "A1")
    for name, user in (
        ("reopen", small_council.secretary),
        ("open_voting", small_council.secretary),
        ("approve", small_council.chair),
        ("supersede", small_council.office),
        ("supersede", factories.user_with(Role.ADMIN)),
    ):
        assert commanded("step", "protocol", protocol.pk, name, by=user)[0] == REFUSED, name
    assert Protocol.objects.get().state == ProtocolState.APPROVED
    again = ("rank", "--year", 2025, "--kind", "clarifying", "--as-of", "2026-01-26", "--confirm")
    assert commanded(*again, by=small_council.office)[0] == REFUSED
    assert commanded("step", "ranking", ranking.pk, "confirm", by=small_council.office)[0] == REFUSED
    assert Ranking.objects.get(pk=ranking.pk).result == ranking.result


def test_a_late_confirmation_is_possible_by_command_and_late_for_ever(office: User) -> None:
    """Clause 2.3: the primary ranking was due on 31 December 2024."""
    call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=StringIO())
    factories.complete_card("A1")
    with clock.at(date(2025, 1, 20)):
        assert commanded(*RANK, "--confirm", by=office)[0] == 0
    confirmed = Ranking.objects.get()
    assert (confirmed.state, confirmed.confirmed_on) == (RankingState.CONFIRMED, date(2025, 1, 20))
    again = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    assert again.pk == confirmed.pk
