"""`perform`: one door to a change of state, all or nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link, history, record, transaction
from ranking_portal.workflow import events
from ranking_portal.workflow.engine import available, perform
from ranking_portal.workflow.errors import NotAllowed, Refused
from tests.conftest import TODAY
from tests.workflow.order import CANCELLED, DRAFT, SIGNED, SIGNED_EVENT, Order

FRIDAY = date(2026, 2, 6)
TOMORROW = date(2026, 2, 10)

pytestmark = pytest.mark.sqlite


@pytest.fixture
def reacting() -> Iterator[Callable[[events.Reaction], None]]:
    """Lets a test react to the signing of an order, until its end."""
    before = list(events._reactions[SIGNED_EVENT])
    yield events._reactions[SIGNED_EVENT].append
    events._reactions[SIGNED_EVENT][:] = before


def stored(order: Order) -> Order:
    """The order as the database has it."""
    return Order.objects.get(pk=order.pk)


def test_a_step_is_taken_and_told(order: Order, office: User) -> None:
    signed = perform(order, "sign", by=office, on=FRIDAY, number="7-р")

    assert (stored(order).state, stored(order).number, stored(order).signed_on) == (SIGNED, "7-р", FRIDAY)
    assert signed.state == SIGNED
    entry = history(order).get()
    assert (entry.action, entry.clause, entry.actor, entry.label) == (
        "Подписать",
        "2.6",
        f"user:{office.pk}",
        "приказ «О премировании»",
    )
    assert json.loads(entry.details) == {"state": ["проект", "подписан"], "on": "2026-02-06", "number": "7-р"}


def test_the_legal_day_is_today_where_none_is_named(order: Order, office: User) -> None:
    assert perform(order, "sign", by=office).signed_on == TODAY


def test_the_object_in_hand_stays_as_it_was(order: Order, office: User) -> None:
    perform(order, "sign", by=office)
    assert order.state == DRAFT
    with pytest.raises(Refused):
        perform(order, "sign", by=office)
    assert (order.state, order.signed_on) == (DRAFT, None)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE and "head" not in role])
def test_nobody_but_the_office_has_the_right(order: Order, user_with: Callable[..., User], role: Role) -> None:
    with pytest.raises(NotAllowed) as refusal:
        perform(order, "sign", by=user_with(role))
    assert isinstance(refusal.value, PermissionDenied)
    assert stored(order).state == DRAFT
    assert not history(order).exists()


def test_an_account_switched_off_has_no_right(order: Order, user_with: Callable[..., User]) -> None:
    with pytest.raises(NotAllowed):
        perform(order, "sign", by=user_with(Role.OFFICE, is_active=False))


def test_the_guard_refuses_with_its_reasons(order: Order, office: User) -> None:
    Order.objects.filter(pk=order.pk).update(title="")
    with pytest.raises(Refused) as refusal:
        perform(order, "sign", by=office)
    assert refusal.value.reasons == ("У приказа нет названия.",)
    assert stored(order).state == DRAFT
    assert not history(order).exists()


def test_the_guard_looks_at_the_row_and_not_at_the_object_in_hand(order: Order, office: User) -> None:
    order.title = ""
    assert perform(order, "sign", by=office).title == "О премировании"


def test_a_step_from_another_state_is_refused(order: Order, office: User) -> None:
    with pytest.raises(Refused, match="сейчас «проект»"):
        perform(order, "cancel", by=office)
    assert stored(order).state == DRAFT


def test_the_second_signature_is_refused_and_leaves_no_trace(order: Order, office: User) -> None:
    perform(order, "sign", by=office, on=FRIDAY, number="7-р")
    with pytest.raises(Refused, match="сейчас «подписан»"):
        perform(order, "sign", by=office, number="8-р")
    assert stored(order).number == "7-р"
    assert history(order).count() == 1


def test_a_legal_day_in_the_future_is_refused(order: Order, office: User) -> None:
    with pytest.raises(Refused, match=r"10\.02\.2026 ещё не наступила"):
        perform(order, "sign", by=office, on=TOMORROW)
    assert stored(order).state == DRAFT


def test_a_step_that_the_model_does_not_have(order: Order, office: User) -> None:
    with pytest.raises(LookupError):
        perform(order, "save", by=office)


def test_a_long_text_is_told_by_its_digest(order: Order, office: User) -> None:
    perform(order, "cancel_with_words", by=office, words="а" * 501)
    told = json.loads(history(order).get().details)["words"]
    assert told.startswith("sha256:")
    assert len(told) == len("sha256:") + 64


def test_everybody_reacts_in_the_same_transaction(
    order: Order, office: User, reacting: Callable[[events.Reaction], None]
) -> None:
    def opens_a_second(event: events.Event) -> None:
        assert (event.year, event.scope, event.on, event.by) == (2025, "", FRIDAY, office)
        Order.objects.create(title=f"Во исполнение: {event.obj.number}")

    reacting(opens_a_second)
    perform(order, "sign", by=office, on=FRIDAY, number="7-р")
    assert Order.objects.filter(title="Во исполнение: 7-р").exists()


def test_a_reaction_that_fails_undoes_everything(
    order: Order, office: User, reacting: Callable[[events.Reaction], None]
) -> None:
    def fails(event: events.Event) -> None:
        Order.objects.create(title="Половина дела")
        raise Refused("Сначала закройте срок.")

    reacting(fails)
    with pytest.raises(Refused, match="Сначала закройте срок"):
        perform(order, "sign", by=office)
    assert stored(order).state == DRAFT
    assert not Order.objects.filter(title="Половина дела").exists()
    assert not Entry.objects.exists()


def test_what_was_undone_inside_a_greater_whole_is_not_told(
    order: Order, office: User, reacting: Callable[[events.Reaction], None]
) -> None:
    """A caller that goes on after a refusal leaves no row of the step that did not happen."""

    def fails(event: events.Event) -> None:
        raise Refused("Нельзя.")

    reacting(fails)
    with transaction():
        record(office.actor, "до")
        with pytest.raises(Refused):
            perform(order, "sign", by=office)
        record(office.actor, "после")
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == ["до", "после"]
    assert broken_link() is None


def test_steps_are_offered_by_right_and_state(order: Order, office: User, user_with: Callable[..., User]) -> None:
    assert [step.name for step in available(order, office)] == ["cancel_with_words", "sign"]
    assert available(order, user_with(Role.AUDITOR)) == []
    signed = perform(order, "sign", by=office)
    assert [(step.name, step.label) for step in available(signed, office)] == [("cancel", "Отменить")]
    assert perform(signed, "cancel", by=office).state == CANCELLED


def test_what_stands_in_the_way_is_told_beforehand(order: Order, office: User) -> None:
    Order.objects.filter(pk=order.pk).update(title="")
    _, step = available(stored(order), office)
    assert step.reasons == ("У приказа нет названия.",)
