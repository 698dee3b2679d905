"""No way around `perform`: neither on creation nor by a queryset nor by hand."""

import pytest
from django.db import IntegrityError, transaction

from ranking_portal.accounts.models import User
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.models import StateIsProtected
from tests.workflow.order import DRAFT, SIGNED, Order

pytestmark = pytest.mark.sqlite


def state_of(order: Order) -> str:
    """The state as the database has it."""
    return str(Order.objects.values_list("state", flat=True).get(pk=order.pk))


def test_nothing_is_created_signed(order: Order) -> None:
    with pytest.raises(StateIsProtected):
        Order.objects.create(title="Второй", state=SIGNED)
    with pytest.raises(StateIsProtected):
        Order.objects.get_or_create(title="Второй", state=SIGNED)
    assert Order.objects.count() == 1


def test_no_queryset_sets_a_state(order: Order) -> None:
    with pytest.raises(StateIsProtected):
        Order.objects.filter(pk=order.pk).update(state=SIGNED)
    with pytest.raises(StateIsProtected):
        Order.objects.bulk_update([order], ["state"])
    assert state_of(order) == DRAFT


def test_many_are_not_created_signed(order: Order) -> None:
    with pytest.raises(StateIsProtected):
        Order.objects.bulk_create([Order(title="Второй"), Order(title="Третий", state=SIGNED)])
    assert Order.objects.count() == 1
    Order.objects.bulk_create([Order(title="Второй"), Order(title="Третий")])
    assert Order.objects.count() == 3


def test_creating_many_sets_no_state_of_those_that_stand(order: Order, office: User) -> None:
    perform(order, "sign", by=office)
    with pytest.raises(StateIsProtected):
        Order.objects.bulk_create(
            [Order(pk=order.pk, title="Второй")],
            update_conflicts=True,
            update_fields=["title", "state"],
            unique_fields=["id"],
        )
    assert state_of(order) == SIGNED


def test_a_new_object_does_not_take_the_row_of_one_that_stands(order: Order, office: User) -> None:
    perform(order, "sign", by=office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order(pk=order.pk, title="Подменённый").save()
    assert state_of(order) == SIGNED


def test_a_state_is_not_set_by_hand(order: Order) -> None:
    with pytest.raises(AttributeError):
        order.state = SIGNED


def test_calling_the_transition_changes_only_what_is_in_hand(order: Order) -> None:
    """The method itself looks at no right; what it changed does not reach the row unless somebody saves it."""
    order.cancel_with_words(words="")
    assert state_of(order) == DRAFT
