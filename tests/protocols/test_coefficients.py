"""Where an edition allows more than 0 and 1, the council votes on the step itself (clauses 2.4 and 2.5)."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string

from protocols.models import Candidate, Protocol
from protocols.paper import coefficients_decided, protocol_context
from protocols.services import agenda
from protocols.sitting import Sitting
from ranking_portal.accounts.enums import Role
from ranking_portal.regulation import services
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests.factories import user_with
from tests.protocols.council import confirmed_ranking
from tests.protocols.council import council as make_council

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
QUARTERS = ["0", "0.25", "0.5", "0.75", "1"]


@pytest.fixture
def by_quarters(db: None) -> StoredEdition:
    """A new version of the edition: coefficients by quarters."""
    newest = StoredEdition.objects.newest()
    assert newest is not None
    plain: dict[str, Any] = newest.edition.as_plain()
    for parameter in plain["parameters"]:
        if parameter["code"] == "allowed_coefficients":
            parameter["value"] = QUARTERS
    stored, _ = services.load(plain, user_with(Role.OFFICE))
    return stored


def proposed(council: Any, protocol: Protocol, code: str, coefficient: str) -> Candidate:
    candidate: Candidate = council.propose(protocol, code, coefficient=coefficient)
    return candidate


def test_the_council_gives_the_step_that_it_votes_for(by_quarters: StoredEdition) -> None:
    council = make_council()
    protocol = council.draft(confirmed_ranking("A1", "B2", "C3"))
    assert protocol.coefficients == "0 0.25 0.5 0.75 1"
    proposed(council, protocol, "A1", "1")
    proposed(council, protocol, "B2", "0.5")
    rejected = proposed(council, protocol, "C3", "0.75")
    protocol = council.open(protocol)
    council.vote(protocol, against=[rejected.question.position])
    protocol = perform(protocol, "approve", by=council.chair)
    decided = coefficients_decided(Sitting(protocol))
    assert {code: str(value) for code, value in decided.items()} == {"A1": "1", "B2": "0.5", "C3": "0"}
    printed = render_to_string("protocols/paper.html", protocol_context(protocol))
    assert 'scope="col">Коэф.</th>' in printed
    assert '<td class="c">0,5</td>' in printed
    assert "коэффициента ранжирования, равного&nbsp;1" not in printed


def test_a_step_that_the_edition_does_not_name_is_refused(by_quarters: StoredEdition) -> None:
    council = make_council()
    protocol = council.draft(confirmed_ranking("A1"))
    with pytest.raises(Refused, match="0,3 не предусмотрен"):
        proposed(council, protocol, "A1", "0.3")
    with pytest.raises(Refused, match="коэффициент 0 не предусмотрен"):
        proposed(council, protocol, "A1", "0")


def test_where_there_is_0_and_1_alone_no_other_is_given() -> None:
    council = make_council()
    protocol = council.draft(confirmed_ranking("A1"))
    with pytest.raises(Refused, match="0,5 не предусмотрен, можно предложить: 1"):
        proposed(council, protocol, "A1", "0.5")


def test_the_database_itself_refuses_another_step(by_quarters: StoredEdition) -> None:
    council = make_council()
    protocol = council.draft(confirmed_ranking("A1"))
    candidate = proposed(council, protocol, "A1", "0.5")
    for coefficient in ("0.3", "0", "", "0 0.25"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE protocols_candidate SET coefficient = %s WHERE id = %s", [coefficient, candidate.pk])


def test_a_proposal_is_changed_with_its_question(by_quarters: StoredEdition) -> None:
    council = make_council()
    protocol = council.draft(confirmed_ranking("A1"))
    candidate = proposed(council, protocol, "A1", "0.5")
    agenda.change_candidate(candidate, grounds=(3,), justification="Иное.", coefficient="0.75", by=council.office)
    fresh = Candidate.objects.get()
    assert (fresh.coefficient, fresh.question.title) == (
        "0.75",
        "О присвоении проекту A1 коэффициента ранжирования, равного 0,75",
    )


def test_the_form_asks_for_the_step_and_pages_and_papers_tell_it(by_quarters: StoredEdition, client_of: Any) -> None:
    council = make_council()
    protocol = council.draft(confirmed_ranking("A1", "B2"))
    desk = client_of(council.office)
    form = {"project": "A1", "coefficient": "0.25", "grounds": "2", "justification": "Новая технология."}
    assert desk.post(f"/protocols/{protocol.pk}/candidates/new/", form).status_code == 302
    page = desk.get(f"/protocols/{protocol.pk}/").content.decode()
    assert "0,25" in page
    assert "Коэффициент 1" not in page
    form["project"], form["coefficient"] = "B2", "0.3"
    assert "coefficient" in desk.post(f"/protocols/{protocol.pk}/candidates/new/", form).context["form"].errors
