"""Two people press the button at the same moment, over two real connections."""

from functools import partial

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal.services import broken_link, history
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.conftest import TODAY
from tests.races import needs_postgres, together
from tests.workflow.order import SIGNED, Order

RACERS = 4
pytestmark = needs_postgres


def sign(order: Order, user: User) -> str:
    """What one of the racers was told."""
    try:
        perform(order, "sign", by=user, number=user.username)
    except Refused as refusal:
        return refusal.reasons[0]
    return "подписано"


def test_one_signs_and_the_others_are_told_so(kept_order: Order) -> None:
    users = [factories.user_with(Role.OFFICE) for _ in range(RACERS)]
    answers = together([partial(sign, kept_order, user) for user in users], TODAY)

    assert answers.count("подписано") == 1
    assert sum("сейчас «подписан»" in answer for answer in answers) == RACERS - 1
    assert Order.objects.get(pk=kept_order.pk).state == SIGNED
    assert history(kept_order).count() == 1
    assert broken_link() is None


def test_whoever_is_locked_may_still_be_pointed_to(kept_order: Order) -> None:
    """Foreign keys are checked at commit, with the journal's head in hand: waiting there would be a deadlock."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        Order.locked(kept_order.pk)
    assert "FOR NO KEY UPDATE" in asked.captured_queries[-1]["sql"]
