"""Preparing a sitting: the draft, the agenda, the proposals of coefficient 1 (clauses 2.4-2.6)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from projects.models import Project
from protocols.models import Candidate, Protocol, Question
from protocols.services import agenda, preparing
from protocols.sitting import Sitting
from ranking.enums import RankingKind
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.versions import ChangedMeanwhile
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import NotAllowed, Refused
from tests.protocols.council import HELD_ON, Council, clarifying

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SIX = ("A1", "B2", "C3", "D4", "E5", "F6")


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    return " ".join(error.value.reasons)


def test_only_confirmed_results_of_an_ended_year_are_approved(small_council: Council, ranking: Ranking) -> None:
    primary = Ranking.objects.get(kind=RankingKind.PRIMARY)
    with pytest.raises(Refused, match=r"после 31\.12\.2025"):
        small_council.draft(primary)
    trial = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 2, 1), by=SYSTEM)
    with pytest.raises(Refused, match="по подтверждённому"):
        small_council.draft(trial)
    assert not Protocol.objects.exists()


def test_a_draft_takes_the_parameters_of_the_edition_and_its_usual_agenda(
    small_council: Council, ranking: Ranking
) -> None:
    protocol = small_council.draft(ranking)
    assert (protocol.limit, protocol.quorum_share, protocol.majority_share) == (6, "1/2", "1/2")
    assert [question.title for question in protocol.questions.all()] == [
        "О результатах ранжирования проектов за 2025 год"
    ]
    with pytest.raises(Refused, match="ещё не утверждён"):
        small_council.draft(ranking)


def test_a_seventh_coefficient_is_refused(small_council: Council, ranking: Ranking) -> None:
    """Clause 2.5."""
    protocol = small_council.draft(ranking)
    for code in SIX:
        small_council.propose(protocol, code)
    with pytest.raises(Refused, match="не более чем 6 проектам"):
        small_council.propose(protocol, "G7")
    assert protocol.candidates.count() == 6
    assert [one.slot for one in protocol.candidates.all()] == [1, 2, 3, 4, 5, 6]


def test_an_ineligible_project_a_missing_ground_and_a_repeat_are_refused(
    small_council: Council, ranking: Ranking
) -> None:
    """Clauses 2.2, 2.4 and 2.5."""
    protocol = small_council.draft(ranking)
    with pytest.raises(Refused, match="X9: проект не допущен"):
        small_council.propose(protocol, "X9")
    with pytest.raises(Refused) as nothing:
        small_council.propose(protocol, "A1", grounds=(), why="  ")
    assert "укажите основание" in refusal(nothing)
    assert "напишите обоснование" in refusal(nothing)
    small_council.propose(protocol, "A1")
    with pytest.raises(Refused, match="уже в повестке"):
        small_council.propose(protocol, "A1")


def test_a_proposal_taken_off_frees_its_slot_and_the_agenda_closes_up(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    first, _ = small_council.propose(protocol, "A1"), small_council.propose(protocol, "B2", grounds=(2, 3))
    agenda.add_question(protocol, title="О плане", speaker="", decision="Утвердить.", by=small_council.office)
    agenda.remove_candidate(first, by=small_council.office)
    assert [question.position for question in protocol.questions.all()] == [1, 2, 3]
    assert list(Sitting(protocol).labels.values()) == ["2.1", "3", "1"]
    assert small_council.propose(protocol, "C3").slot == 1
    with pytest.raises(Refused, match="уже нет в повестке"):
        agenda.remove_candidate(first, by=small_council.office)


def test_grounds_are_told_with_their_agreement(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    one, both = small_council.propose(protocol, "A1"), small_council.propose(protocol, "B2", grounds=(3, 2))
    assert one.grounds == "пункт\u00a01.6, подпункт\u00a02"
    assert both.grounds == "пункт\u00a01.6, подпункты\u00a02\u00a0и\u00a03"
    changed = agenda.change_candidate(one, grounds=(3,), justification="Новый продукт.", by=small_council.office)
    assert (changed.grounds, changed.justification) == ("пункт\u00a01.6, подпункт\u00a03", "Новый продукт.")


def test_what_the_law_prescribes_stays_on_the_agenda(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    results = protocol.questions.get()
    with pytest.raises(Refused, match="предписан"):
        agenda.remove_question(results, by=small_council.office)
    with pytest.raises(Refused, match="только докладчик"):
        agenda.change_question(results, title="О другом", by=small_council.office)
    agenda.change_question(results, speaker="Петрова А. С.", by=small_council.office)
    own = agenda.add_question(protocol, title="О плане", speaker="", decision="Утвердить.", by=small_council.office)
    agenda.remove_question(own, by=small_council.office)
    assert Question.objects.get().speaker == "Петрова А. С."


def test_requisites_change_in_a_draft_and_nobody_overwrites_unseen(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    invited = "Петрова Анна Сергеевна, начальник отдела"
    changed = preparing.change(protocol, by=small_council.office, number="7", invited=invited)
    assert (changed.number, changed.invited) == ("7", invited)
    with pytest.raises(ChangedMeanwhile):
        preparing.change(protocol, by=small_council.office, version="старая", number="8")
    entry = history(protocol).first()
    assert entry is not None
    assert "Петрова" not in entry.details
    assert invited in [line.now for line in told([entry])[0].lines]


def test_a_draft_may_take_a_later_ranking_and_must_before_voting(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    later = clarifying(date(2026, 2, 5))
    with pytest.raises(Refused, match="Подтверждено более позднее ранжирование"):
        small_council.open(protocol)
    changed = preparing.change(protocol, by=small_council.office, ranking=later)
    assert small_council.open(changed).ranking_id == later.pk


def test_a_draft_is_thrown_away_and_a_sitting_is_not(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    small_council.propose(protocol, "A1")
    preparing.discard(protocol, by=small_council.office)
    assert not Protocol.objects.exists()
    assert not Candidate.objects.exists()
    opened = small_council.open(small_council.draft(ranking))
    with pytest.raises(Refused, match="только проект"):
        preparing.discard(opened, by=small_council.office)


def test_once_voting_is_open_the_agenda_stands(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    candidate = small_council.propose(protocol, "A1")
    opened = small_council.open(protocol)
    by = small_council.office
    for act in (
        lambda: small_council.propose(opened, "B2"),
        lambda: agenda.remove_candidate(candidate, by=by),
        lambda: agenda.change_candidate(candidate, grounds=(3,), justification="Иначе.", by=by),
        lambda: agenda.add_question(opened, title="О плане", speaker="", decision="Утвердить.", by=by),
        lambda: preparing.change(opened, by=by, number="9"),
    ):
        with pytest.raises(Refused, match="только проект"):
            act()
    reopened = perform(opened, "reopen", by=small_council.secretary)
    assert small_council.propose(reopened, "B2").slot == 2


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATION, Role.GOVERNOR_OFFICE, Role.COUNCIL_MEMBER])
def test_only_the_office_and_the_secretary_prepare(user_with, small_council, ranking, role: Role) -> None:
    stranger = user_with(role)
    protocol = small_council.draft(ranking)
    project = Project.objects.get(code="A1")
    with pytest.raises(PermissionDenied):
        agenda.add_candidate(protocol, project, grounds=(2,), justification="Так.", by=stranger)
    with pytest.raises(NotAllowed):
        perform(protocol, "open_voting", by=stranger)


def test_the_portal_itself_prepares_nothing(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking)
    with pytest.raises(NotAllowed):
        perform(protocol, "open_voting", by=SYSTEM)
    assert protocol.held_on == HELD_ON
