"""Three times as many rows of whatever the portal lists: what is there, copied twice beside itself."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from bonus_fund.models import Agreement, BonusLine, BonusProposal, ForwardingRegister
from projects.models import Import, InfrastructureParticipant
from protocols.models import CouncilSeat, Dispatch, Protocol
from ranking.enums import RankingState
from ranking.models import Methodology, Ranking
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal import services as journal
from ranking_portal.notices.models import Notice
from ranking_portal.workflow.models import OutboxMessage
from tests import factories
from tests.unguarded import without_barriers

COPIES = (1, 2)


@without_barriers()
def more() -> None:
    """Copies of the world's rows, and as many new projects, people, bodies, accounts again."""
    cards = [factories.complete_card(f"Q{number}") for number in range(4)]
    for card in cards:
        factories.project_head(card)
        factories.body_head(card.responsible)
        factories.user_with(Role.OFFICE)
        factories.PostFactory.create(person=card.head, organization=card.responsible)
    _proposals(cards)
    for number in COPIES:
        _copies(Notice, lambda row, n=number: {"key": f"{row.key}-{n}"})
        _copies(OutboxMessage, lambda row: {"message_id": uuid4()})
        _copies(Deadline, lambda row, n=number: {"object_key": f"{row.object_key}-{n}"})
        _copies(Import, lambda row: {})
        _copies(InfrastructureParticipant, lambda row: {"person": factories.PersonFactory.create()})
        _copies(Dispatch, lambda row, n=number: {"turn": row.turn + 10 * n, "number_key": None})
        _copies(CouncilSeat, lambda row: {"person": factories.PersonFactory.create()})
        _copies(Protocol, lambda row, n=number: {"edition": row.edition + 10 * n})
        _copies(Methodology, lambda row: {"state": "draft"})
        _copies(
            Ranking,
            lambda row, n=number: {"kind": "clarifying", "as_of": row.as_of + timedelta(days=7 * n)},
            state=RankingState.CONFIRMED,
        )
        _copies(ForwardingRegister, lambda row, n=number: {"ordinal": row.ordinal + 10 * n})
        letters = Dispatch.objects.filter(subject_ref__startswith="bonus_fund.forwardingregister").first()
        for register in ForwardingRegister.objects.filter(ordinal__gt=10 * number):
            _copies(
                Dispatch, lambda row, r=register: {"subject_ref": journal.ref_of(r), "number_key": None}, pk=letters.pk
            )
    entries(10)


def entries(number: int) -> None:
    """So many entries of the journal that tell of somebody."""
    with journal.transaction():
        for one in range(number):
            journal.record(SYSTEM.actor, "Проверка", label=f"запись {one}", personal={"reason": "имя"})


def _copies(model: Any, changed: Any, **chosen: Any) -> None:
    rows = list(model.objects.filter(**chosen))
    for row in rows:
        for name, value in ({"pk": None, "id": None} | changed(row)).items():
            row.__dict__.pop("_state_cache", None)
            if name == "state":
                row.__dict__[name] = value
            else:
                setattr(row, name, value)
    model.objects.bulk_create(rows)


def _proposals(cards: list[Any]) -> None:
    """The team's proposals with their people and what bodies were asked, for each of the new projects."""
    of = BonusProposal.objects.filter(kind="team").select_related("project_share").first()
    assert of is not None
    lines, asked, share = list(of.lines.all()), list(of.agreements.all()), of.project_share
    for card in cards:
        share.pk, share.project_id, share.code = None, card.project_id, card.project.code
        share._state.adding = True
        type(share).objects.bulk_create([share])
        of.pk, of.scope, of.project_share_id = None, f"project:{card.project.code}", share.pk
        BonusProposal.objects.bulk_create([of])
        for rows, model in ((lines, BonusLine), (asked, Agreement)):
            for row in rows:
                row.pk, row.proposal_id = None, of.pk
            model.objects.bulk_create(rows)
