"""The demonstration is the scenario of the law: real transitions on their days (clauses 2.1-2.6)."""

import hashlib
import json
import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bonus_fund.models import BonusProposal, ForwardingRegister
from projects import models as register
from protocols.enums import ProtocolState
from protocols.models import Dispatch, Document, Protocol
from protocols.sitting import Sitting
from ranking.coefficients import coefficients_of
from ranking.computation import Snapshot
from ranking.enums import RankingState
from ranking.models import Ranking
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.deadlines.models import Deadline
from ranking_portal.directory.models import Person
from ranking_portal.journal.keeping import damaged
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link, ref_of
from ranking_portal.workflow.integrity import violations

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ROWS_OF_2025: dict[Any, int] = {
    register.ProjectYear: 51,
    register.Funding: 51,
    register.Participation: 645,
    register.Contract: 983,
    register.ConstructionObject: 120,
    register.Partnership: 6,
    register.UniqueResult: 36,
    register.Target: 232,
    register.Step: 728,
    register.Report: 612,
    register.ChangeRequest: 67,
    register.TeamMember: 448,
}
# SHA-256 of the result of 2025 as of 26 January 2026: the same bytes on every database.
RESULT_OF_2025 = "51aa7a0a49f5ea2803095b4550b284c86d2292cd967748bc47f2fce37f35e264"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_four_years_are_played_from_the_register_to_the_forwarded_sums(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    told = run("demo")
    assert "demo-portal-2026" in told
    _the_register_holds_every_row()
    _the_ranking_is_that_of_the_workbook()
    _the_protocols_give_their_coefficients()
    _the_finished_year_is_finished()
    _the_year_begun_anew_waits_for_everybody()
    _the_terms_were_kept()
    assert {role for user in User.objects.all() for role in user.roles} == set(Role)
    assert broken_link() is None
    assert damaged()[1] == []
    _the_chain_names_nobody()
    _people_are_forgotten_and_all_holds()
    with pytest.raises(CommandError, match="не пуст"):
        run("demo")
    assert "данные сохранены" in run("demo", "--if-empty")


def _the_chain_names_nobody() -> None:
    """What is chained stays for ever: people stand in it by numbers and marks only, so that they can be forgotten."""
    rows = "\n".join(" ".join(map(str, row)) for row in Entry.objects.values_list("actor_label", "label", "details"))
    people = {*User.objects.values_list("full_name", flat=True), *Person.objects.values_list("full_name", flat=True)}
    assert [name for name in people if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rows)] == []


def _people_are_forgotten_and_all_holds() -> None:
    """After the term people are anonymised: rankings, protocols, sums and the journal are what they were."""
    papers = {one.pk: one.sha256 for one in Document.objects.all()}
    with clock.at(date(2040, 1, 9)):
        assert "Обезличено: " in run("anonymise", "--before", "2034-01-01")
        assert run("anonymise", "--before", "2034-01-01").strip() == "Обезличено: 0."
        assert {title: places for title, places in violations().items() if places} == {}
    assert papers == {one.pk: one.sha256 for one in Document.objects.all()}
    gone = Person.objects.filter(personnel_number__startswith="обезличен-")
    assert gone.count() > 100
    assert not gone.exclude(full_name__startswith="Обезличен").exists()


def _the_register_holds_every_row() -> None:
    assert [cycle.year for cycle in register.Cycle.objects.all()] == [2027, 2026, 2025, 2024]
    for model, rows in ROWS_OF_2025.items():
        owner = "cycle" if model is register.ProjectYear else "card__cycle"
        assert model.objects.filter(**{f"{owner}__year": 2025}).count() == rows, model
    assert register.InfrastructureParticipant.objects.filter(cycle__year=2025).count() == 30


def _the_ranking_is_that_of_the_workbook() -> None:
    clarifying = Ranking.objects.get(cycle__year=2025, kind="clarifying")
    assert clarifying.state == RankingState.CONFIRMED
    projects = json.loads(clarifying.result)
    assert sum(row["eligible"] is True for row in projects) == 32
    assert sum(row["eligible"] is False for row in projects) == 19
    totals = [(row["code"], row["total"]) for row in projects]
    assert totals[:3] == [("E3", "71.58"), ("N4", "68.44"), ("J3", "68.35")]
    assert totals[9] == ("D2", "54.00")
    assert hashlib.sha256(clarifying.result.encode()).hexdigest() == RESULT_OF_2025
    assert Snapshot.from_text(clarifying.snapshot).result() == clarifying.result


def _the_protocols_give_their_coefficients() -> None:
    first, anew = Protocol.objects.filter(cycle__year=2025).order_by("edition")
    assert (first.state, anew.state) == (ProtocolState.SUPERSEDED, ProtocolState.WITH_GOVERNOR)
    assert [candidate.project.code for candidate in Sitting(first).granted] == ["E3", "N4", "J3", "A2"]
    assert len(Sitting(anew).granted) == 5
    decided = coefficients_of(anew.ranking)
    assert decided is not None
    assert (len(decided), sum(decided.values())) == (32, 5)


def _the_finished_year_is_finished() -> None:
    assert Protocol.objects.get(cycle__year=2024).state == ProtocolState.AGREED
    assert set(BonusProposal.objects.filter(year=2024).values_list("state", flat=True)) == {"forwarded"}
    register_2024 = ForwardingRegister.objects.get(year=2024)
    assert Dispatch.objects.get(subject_ref=ref_of(register_2024)).state == "received"
    assert not Deadline.objects.filter(year=2024, state="open").exists()


def _the_year_begun_anew_waits_for_everybody() -> None:
    states = set(BonusProposal.objects.filter(year=2025).values_list("state", flat=True))
    assert {"draft", "in_agreement", "submitted", "under_check", "checked", "superseded"} <= states
    late = Deadline.objects.get(year=2025, code="team_proposal", state="met_late")
    assert (late.object_key, late.late_working_days) == ("project:J3", 1)


def _the_terms_were_kept() -> None:
    def state(code: str, year: int) -> str:
        return str(Deadline.objects.filter(code=code, year=year).earliest("pk").state)

    assert state("primary_ranking", 2025) == "met"
    assert state("clarifying_ranking", 2025) == "met"
    assert state("primary_ranking", 2026) == "met"
    with clock.at(date(2026, 11, 23)):
        ahead = Deadline.objects.get(code="primary_ranking", year=2027)
        assert ahead.state_on(clock.today()) == "open"
    sent = Deadline.objects.filter(code="protocol_to_administration", year=2025).earliest("pk")
    assert (sent.event_on, sent.due_on) == (date(2026, 2, 12), date(2026, 2, 13))
