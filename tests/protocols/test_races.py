"""Two people act at the same moment over two real connections: the database lets one of them through."""

from functools import partial

import pytest
from django.db import IntegrityError

from projects.models import Project
from protocols import documents
from protocols.enums import ProtocolState
from protocols.models import Candidate, Document, Protocol, Question
from protocols.services import agenda
from ranking_portal.accounts.models import User
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal.services import broken_link, history
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests.conftest import TODAY
from tests.protocols.conftest import EIGHT
from tests.protocols.council import Council, confirmed_ranking, council
from tests.races import needs_postgres, together

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def committed() -> tuple[Council, Protocol]:
    """A council and a draft, committed for real."""
    made = council()
    return made, made.draft(confirmed_ranking(*EIGHT))


def approve(protocol: Protocol, chair: User) -> str:
    try:
        perform(protocol, "approve", by=chair)
    except Refused as refusal:
        return refusal.reasons[0]
    return "утверждён"


def test_an_approval_sent_twice_at_the_same_moment(committed) -> None:
    council, protocol = committed
    protocol = council.open(protocol)
    council.vote(protocol)
    answers = together([partial(approve, protocol, council.chair)] * 2, TODAY)
    assert answers.count("утверждён") == 1
    assert any("«Утвердить протокол» невозможно: сейчас «утверждён»" in answer for answer in answers)
    assert Protocol.objects.get().state == ProtocolState.APPROVED
    assert history(protocol).filter(action="Утвердить протокол").count() == 1
    assert Deadline.objects.filter(code="protocol_to_administration").count() == 1
    assert Document.objects.count() == 1
    assert broken_link() is None


def propose(council: Council, protocol: Protocol, code: str) -> str:
    try:
        agenda.add_candidate(
            protocol, Project.objects.get(code=code), grounds=(2,), justification="Так.", by=council.office
        )
    except Refused as refusal:
        return refusal.reasons[0]
    return code


def test_the_sixth_place_is_taken_once(committed) -> None:
    council, protocol = committed
    for code in EIGHT[:5]:
        council.propose(protocol, code)
    answers = together([partial(propose, council, protocol, code) for code in EIGHT[5:]], TODAY)
    assert sum(answer in EIGHT for answer in answers) == 1
    assert sum("не более чем 6 проектам" in answer for answer in answers) == 2
    assert protocol.candidates.count() == 6


def force(protocol: Protocol, code: str, slot: int, position: int) -> str:
    """Past every lock and check, straight into the table."""
    question = Question.objects.create(protocol=protocol, position=position, kind="coefficient", title=code)
    try:
        Candidate.objects.create(
            protocol=protocol,
            project=Project.objects.get(code=code),
            question=question,
            slot=slot,
            limit=protocol.limit,
            ground_2=True,
            justification="Так.",
        )
    except IntegrityError:
        return "отказ базы"
    return code


def test_the_database_itself_refuses_a_seventh(committed) -> None:
    council, protocol = committed
    for code in EIGHT[:5]:
        council.propose(protocol, code)
    racers = [partial(force, protocol, code, 6, 20 + number) for number, code in enumerate(("F6", "G7"))]
    assert sorted(together(racers, TODAY)).count("отказ базы") == 1
    assert force(protocol, "H8", 7, 30) == "отказ базы"
    assert protocol.candidates.count() == 6


def test_whoever_comes_past_the_lock_gets_a_plain_message(committed, monkeypatch) -> None:
    """The slot looks free to the service and is taken in the table: no trace of the database in the answer."""
    council, protocol = committed
    council.propose(protocol, "A1")
    monkeypatch.setattr(agenda, "_next_position", lambda protocol: 2)
    with pytest.raises(Refused, match="только что занято"):
        council.propose(protocol, "B2")
    assert protocol.candidates.count() == 1


def test_one_document_however_many_ask_for_it(committed) -> None:
    council, protocol = committed
    protocol = council.open(protocol)
    council.vote(protocol)
    perform(protocol, "approve", by=council.chair)
    stored = together([lambda: documents.store_protocol(protocol.pk).pk] * 3, TODAY)
    assert len(set(stored)) == 1
    assert Document.objects.count() == 1
