"""`manage.py step`: any step of any object of the workflow, by the same rights and guards as on a page."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from protocols.enums import ProtocolState
from protocols.models import Dispatch, Protocol
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.services import history
from ranking_portal.workflow.management.commands.step import model_named
from tests import factories
from tests.protocols.council import Council, confirmed_ranking, council
from tests.workflow.order import CANCELLED, SIGNED, Order

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DONE, REFUSED, BAD_USAGE = 0, 1, 2


def step(*args: Any) -> tuple[int, str]:
    """Exit status, and what was said (on stderr, where nothing was done)."""
    out = StringIO()
    try:
        call_command("step", *(str(arg) for arg in args), stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return DONE, out.getvalue()


def test_the_system_takes_a_step_by_default(order: Order) -> None:
    assert step("order", order.pk, "sign", "--input", "number=7", "--on", "2026-02-05") == (
        DONE,
        "приказ «О премировании»: теперь «подписан».\n",
    )
    signed = Order.objects.get()
    assert (signed.state, signed.number, signed.signed_on) == (SIGNED, "7", date(2026, 2, 5))
    assert history(signed)[0].actor == "system"


def test_a_user_takes_it_by_his_own_right(order: Order) -> None:
    office = factories.user_with(Role.OFFICE)
    auditor = factories.user_with(Role.AUDITOR)
    status, said = step("workflow_tests.order", order.pk, "sign", "--user", auditor.username)
    assert (status, Order.objects.get().state) == (REFUSED, "draft")
    assert "Нет права на шаг «Подписать»" in said
    assert step("order", order.pk, "sign", "--user", office.username)[0] == DONE
    assert history(order)[0].actor_label == office.full_name


def test_reasons_of_a_guard_are_told(order: Order) -> None:
    Order.objects.update(title="")
    assert step("order", order.pk, "sign") == (REFUSED, "У приказа нет названия.")
    assert Order.objects.get().state == "draft"


def test_a_second_time_and_a_day_to_come_are_refused(order: Order) -> None:
    status, said = step("order", order.pk, "sign", "--on", "2026-02-10")
    assert (status, said) == (REFUSED, "Дата шага 10.02.2026 ещё не наступила.")
    step("order", order.pk, "sign")
    status, said = step("order", order.pk, "sign")
    assert status == REFUSED
    assert "сейчас «подписан»" in said


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("nothing", 1, "sign"), "такого объекта нет"),
        (("order", "{pk}", "fly"), "Нет шага «fly»"),
        (("order", "{pk}"), "Назовите шаг"),
        (("order", "{pk}", "sign", "--input", "colour=red"), "не знает: colour"),
        (("order", "{pk}", "sign", "--input", "number"), "нужно вида имя=значение"),
        (("order", "{pk}", "cancel_with_words"), "нужно: words"),
        (("order", "{pk}", "sign", "--on", "yesterday"), "ГГГГ-ММ-ДД"),
        (("order", "first", "sign"), "invalid int value"),
    ],
)
def test_bad_usage(order: Order, args: tuple[Any, ...], told: str) -> None:
    status, said = step(*(str(arg).format(pk=order.pk) for arg in args))
    # argparse itself ends the process with status 2; through call_command it raises with status 1 and says why.
    assert told in said
    assert status == BAD_USAGE or told in ("ГГГГ-ММ-ДД", "invalid int value", "нужно вида имя=значение")
    assert Order.objects.get().state == "draft"


def test_an_object_that_is_not_there(order: Order) -> None:
    assert step("order", order.pk + 1, "sign")[0] == REFUSED


def test_one_document_of_json(order: Order) -> None:
    status, said = step("order", order.pk, "cancel_with_words", "--input", "words=не нужен", "--json")
    assert status == DONE
    assert json.loads(said) == {
        "object": f"workflow_tests.order:{order.pk}",
        "label": "приказ «О премировании»",
        "step": "cancel_with_words",
        "state": CANCELLED,
    }


def test_the_list_of_steps(order: Order) -> None:
    Order.objects.update(title="")
    told = json.loads(step("order", order.pk, "--list", "--json")[1])
    assert {one["name"]: one["reasons"] for one in told["steps"]} == {
        "sign": ["У приказа нет названия."],
        "cancel_with_words": ["У приказа нет названия."],
    }
    words = step("order", order.pk, "--list")[1]
    assert "sign  Подписать (пункт 2.6)" in words
    assert "нельзя: У приказа нет названия." in words
    auditor = factories.user_with(Role.AUDITOR)
    assert "ничего" in step("order", order.pk, "--list", "--user", auditor.username)[1]


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("protocol", "protocols.protocol"),
        ("protocols.Protocol", "protocols.protocol"),
        ("ranking", "ranking.ranking"),
        ("recalculation", "bonus_fund.fundrecalculation"),
        ("distribution", "bonus_fund.funddistribution"),
        ("proposal", "bonus_fund.bonusproposal"),
        ("agreement", "bonus_fund.agreement"),
        ("dispatch", "protocols.dispatch"),
        ("deadline", "deadlines.deadline"),
        ("methodology", "ranking.methodology"),
    ],
)
def test_names_of_models(word: str, label: str) -> None:
    assert model_named(word)._meta.label_lower == label


def test_a_word_that_fits_several_models_is_refused() -> None:
    with pytest.raises(CommandError, match="подходит несколько"):
        model_named("n")


@pytest.fixture
def voted() -> tuple[Council, Protocol]:
    """A protocol on which everybody has voted."""
    made = council()
    protocol = made.open(made.draft(confirmed_ranking("A1")))
    made.vote(protocol)
    return made, protocol


def test_inputs_go_through_the_step_s_own_form(voted: tuple[Council, Protocol]) -> None:
    sitting, protocol = voted
    # The form of approval asks for a day and knows today's by itself.
    assert step("protocol", protocol.pk, "approve", "--user", sitting.chair.username)[0] == DONE
    assert Protocol.objects.get().state == ProtocolState.APPROVED
    letter = Dispatch.objects.get(kind="protocol_to_administration")
    status, said = step("dispatch", letter.pk, "send", "--user", sitting.office.username)
    assert status == BAD_USAGE
    assert said.startswith("number: ")
    with clock.at(date(2026, 2, 10)):
        sent = ("dispatch", letter.pk, "send", "--user", sitting.office.username, "--on", "2026-02-10")
        assert step(*sent, "--input", "number= 01-12/15 ")[0] == DONE
    letter = Dispatch.objects.get(pk=letter.pk)
    assert (letter.number, letter.sent_on) == ("01-12/15", date(2026, 2, 10))


def test_the_portal_itself_approves_no_protocol(voted: tuple[Council, Protocol]) -> None:
    status, said = step("protocol", voted[1].pk, "approve")
    assert status == REFUSED
    assert "Портал (система)" in said
    assert Protocol.objects.get().state == ProtocolState.VOTING
