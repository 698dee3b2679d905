"""Letters that follow a protocol: prepared, sent under a number, received or deemed received (clause 2.6)."""

from datetime import date, datetime, time, timedelta

import pytest

from protocols.enums import DispatchState, ProtocolState
from protocols.letters import OF_PROTOCOL
from protocols.models import Dispatch, Incoming, Protocol
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines.models import CalendarOverride, Deadline
from ranking_portal.deadlines.rounds import make_round
from ranking_portal.journal import services as journal
from ranking_portal.journal.services import history
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import NotAllowed, Refused
from ranking_portal.workflow.events import Event, publish
from tests import factories
from tests.conftest import TODAY
from tests.protocols.council import HELD_ON, Council
from tests.protocols.post import send, send_both, set_parameter, to_administration, to_governor

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# The council sits on Monday, 9 February 2026.
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (HELD_ON + timedelta(days=days) for days in (1, 2, 3, 4))
NEXT_MONDAY, NEXT_TUESDAY = HELD_ON + timedelta(days=7), HELD_ON + timedelta(days=8)


@pytest.fixture
def protocol(small_council: Council, ranking) -> Protocol:
    """Approved on 9 February 2026."""
    return small_council.approved(ranking, "A1")


@pytest.fixture
def letter(protocol: Protocol) -> Dispatch:
    """The one to the Administration."""
    return to_administration(protocol)


@pytest.fixture
def administration(db: None) -> User:
    """A worker of the Administration."""
    return factories.user_with(Role.ADMINISTRATION)


def term(code: str) -> Deadline:
    found: Deadline = Deadline.objects.filter(year=2025, code=code).latest("pk")
    return found


def test_the_approval_prepares_both_letters(protocol: Protocol) -> None:
    letters = dispatching.of_subject(protocol)
    assert [(one.about, one.addressee, one.state, one.number) for one in letters] == [
        (OF_PROTOCOL[0][0], "Управление делами Правительства Ленинградской области", "prepared", ""),
        (OF_PROTOCOL[1][0], "Губернатор Ленинградской области", "prepared", ""),
    ]
    assert {one.subject_label for one in letters} == {str(protocol)}


def test_sending_closes_the_terms_and_passes_the_protocol_to_the_governor(protocol: Protocol, small_council) -> None:
    assert term("protocol_to_administration").state == "open"
    with clock.at(TUESDAY):
        sent = send(to_administration(protocol), small_council.office)
        assert (sent.number, sent.sent_on, sent.deemed_on) == ("01-12/15", TUESDAY, WEDNESDAY)
        assert sent.sent_by == small_council.office.full_name
        assert term("protocol_to_administration").state == "met"
        assert Protocol.objects.get().state == ProtocolState.APPROVED
        send(to_governor(protocol), small_council.office, "01-12/16")
    done = Protocol.objects.get()
    assert (done.state, done.passed_on) == (ProtocolState.WITH_GOVERNOR, TUESDAY)
    assert not Deadline.objects.filter(code="general_fund").exists()


def test_the_term_to_the_governor_is_met_on_the_day_of_the_letter(small_council, ranking) -> None:
    """Opened with the year, due on 15 February; the letter is entered two days late, its own day counts."""
    opened = Event("projects.cycle.opened", ranking.cycle, 2025, "", date(2024, 11, 1), SYSTEM)
    with journal.transaction():
        publish(opened)
    protocol = small_council.approved(ranking)
    with clock.at(date(2026, 2, 17)):
        send(to_governor(protocol), small_council.office, on=FRIDAY)
    done = term("results_to_governor")
    assert (done.state, done.done_on, done.late_working_days) == ("met", FRIDAY, 0)


def test_sent_late_is_late_for_ever(protocol, letter, small_council) -> None:
    with clock.at(THURSDAY):
        send(letter, small_council.office)
    late = term("protocol_to_administration")
    assert (late.state, late.due_on, late.late_working_days) == ("met_late", TUESDAY, 2)


def test_it_is_not_sent_before_the_approval_nor_on_a_day_to_come(letter, small_council) -> None:
    with pytest.raises(Refused, match=r"раньше 09\.02\.2026 нельзя"):
        send(letter, small_council.office, on=HELD_ON - timedelta(days=1))
    with pytest.raises(Refused, match="ещё не наступила"):
        send(letter, small_council.office, on=TUESDAY)
    with pytest.raises(Refused, match="Укажите исходящий номер"):
        send(letter, small_council.office, "  ")
    assert Dispatch.objects.get(pk=letter.pk).state == DispatchState.PREPARED


def test_a_number_is_taken_once_a_calendar_year(protocol, letter, small_council) -> None:
    send(letter, small_council.office, "01-12/15-Ф")
    with pytest.raises(Refused, match="в 2026 году занят: Протокол малого совета"):
        send(to_governor(protocol), small_council.office, " 01-12/15-ф ")
    with clock.at(date(2027, 1, 11)):
        assert send(to_governor(protocol), small_council.office, "01-12/15-Ф").number == "01-12/15-Ф"


def test_only_the_office_sends_and_only_the_administration_acknowledges(letter, small_council, administration) -> None:
    for stranger in (administration, small_council.secretary, factories.user_with(Role.AUDITOR), SYSTEM):
        with pytest.raises(NotAllowed):
            perform(letter, "send", by=stranger, number="1")
    sent = send(letter, small_council.office)
    for stranger in (small_council.office, factories.user_with(Role.GOVERNOR_OFFICE), SYSTEM):
        with pytest.raises(NotAllowed):
            perform(sent, "receive", by=stranger)
    with pytest.raises(NotAllowed):
        perform(sent, "deem", by=administration, on=WEDNESDAY)
    assert perform(sent, "receive", by=administration).state == DispatchState.RECEIVED


def test_acknowledged_the_same_day_the_fund_is_due_on_the_next(letter, small_council, administration) -> None:
    send(letter, small_council.office)
    received = dispatching.acknowledge(letter, by=administration)
    assert (received.received_on, received.is_deemed) == (TODAY, False)
    assert received.acknowledged_by == administration.full_name
    due = term("general_fund")
    assert (due.event_on, due.due_on) == (TODAY, TUESDAY)
    again = dispatching.acknowledge(letter, by=administration)
    assert again.acknowledged_at == received.acknowledged_at
    assert history(letter).filter(action__startswith="Получение подтверждено").count() == 0


def test_acknowledged_in_the_evening_of_the_last_day_it_is_no_deemed_receipt(
    letter, small_council, administration
) -> None:
    send(letter, small_council.office)
    with clock.at(datetime.combine(TUESDAY, time(23, 50))):
        assert dispatching.deem_receipts() == 0
        received = dispatching.acknowledge(letter, by=administration)
    assert (received.received_on, received.is_deemed) == (TUESDAY, False)
    with clock.at(WEDNESDAY):
        assert dispatching.deem_receipts() == 0


def test_a_scheduler_late_by_three_days_deems_it_as_of_its_own_day(letter, small_council) -> None:
    send(letter, small_council.office)
    with clock.at(FRIDAY):
        assert make_round()["Получение считается состоявшимся"] == 1
        assert dispatching.deem_receipts() == 0
    received = Dispatch.objects.get(pk=letter.pk)
    assert (received.received_on, received.is_deemed, received.acknowledged_at) == (TUESDAY, True, None)
    due = term("general_fund")
    assert (due.event_on, due.due_on, due.state_on(FRIDAY)) == (TUESDAY, WEDNESDAY, "overdue")


def test_acknowledged_after_the_last_day_it_was_received_on_that_day(letter, small_council, administration) -> None:
    """Whether the scheduler has run or not: the acknowledgement is written down and moves nothing."""
    send(letter, small_council.office)
    with clock.at(THURSDAY):
        with pytest.raises(Refused, match=r"считается полученным 10\.02\.2026"):
            perform(letter, "receive", by=administration)
        received = dispatching.acknowledge(letter, by=administration)
    assert (received.received_on, received.is_deemed) == (TUESDAY, True)
    assert received.acknowledged_by == administration.full_name
    assert received.acknowledged_at is not None
    assert received.acknowledged_at.date() == THURSDAY
    assert term("general_fund").due_on == WEDNESDAY
    entry = history(letter).first()
    assert entry is not None
    assert entry.action == "Получение подтверждено позже"
    with clock.at(FRIDAY):
        again = dispatching.acknowledge(letter, by=administration)
    assert again.acknowledged_at == received.acknowledged_at


def test_without_the_parameter_the_term_waits_for_the_addressee(letter, small_council, administration) -> None:
    set_parameter("deemed_receipt", False)
    assert send(letter, small_council.office).deemed_on is None
    with clock.at(date(2026, 3, 16)):
        assert dispatching.deem_receipts() == 0
        with pytest.raises(Refused, match="не считается состоявшимся"):
            perform(letter, "deem", by=SYSTEM)
        received = dispatching.acknowledge(letter, by=administration)
    assert (received.received_on, received.is_deemed) == (date(2026, 3, 16), False)


@pytest.mark.parametrize(
    ("sent_on", "days", "deemed_on"),
    [
        (FRIDAY, 1, NEXT_MONDAY),
        (FRIDAY, 2, NEXT_TUESDAY),
        # 23 February is a holiday, a Monday in 2026.
        (date(2026, 2, 20), 1, date(2026, 2, 24)),
        (date(2026, 2, 21), 1, date(2026, 2, 24)),
    ],
)
def test_days_off_are_not_counted(letter, small_council, sent_on: date, days: int, deemed_on: date) -> None:
    set_parameter("deemed_receipt_days", days)
    with clock.at(sent_on):
        assert send(letter, small_council.office).deemed_on == deemed_on
    with clock.at(deemed_on):
        assert dispatching.deem_receipts() == 0
    with clock.at(deemed_on + timedelta(days=1)):
        assert dispatching.deem_receipts() == 1


def test_a_day_off_by_decree_is_not_counted(letter, small_council) -> None:
    CalendarOverride.objects.create(day=TUESDAY, working=False, act="распоряжение № 1")
    assert send(letter, small_council.office).deemed_on == WEDNESDAY


def test_a_new_edition_cancels_what_has_not_left(protocol, letter, small_council, ranking) -> None:
    send(letter, small_council.office)
    with clock.at(TUESDAY):
        edition = small_council.approved(ranking, "B2", number="2", held_on=TUESDAY)
    states = {one.kind: one.state for one in dispatching.of_subject(protocol)}
    assert states == {"protocol_to_administration": "sent", "results_to_governor": "cancelled"}
    assert [one.state for one in dispatching.of_subject(edition)] == ["prepared", "prepared"]
    with pytest.raises(Refused, match="сейчас «не отправлено»"):
        send(to_governor(protocol), small_council.office, "7")
    reopened = term("protocol_to_administration")
    assert (reopened.state, reopened.event_on) == ("open", TUESDAY)


def test_a_letter_about_a_replaced_protocol_goes_nowhere(protocol, letter, small_council, ranking) -> None:
    with clock.at(TUESDAY):
        small_council.approved(ranking, number="2", held_on=TUESDAY)
        assert letter.about.against(letter) == ["Протокол заменён новой редакцией: отправлять нечего."]


def test_a_replaced_protocol_received_after_all_starts_nothing(protocol, letter, small_council, ranking) -> None:
    """Its letter had left; the chain runs from the new edition's own letter."""
    send(letter, small_council.office)
    with clock.at(TUESDAY):
        small_council.approved(ranking, number="2", held_on=TUESDAY)
    with clock.at(THURSDAY):
        assert dispatching.deem_receipts() == 1
    assert Dispatch.objects.get(pk=letter.pk).state == DispatchState.RECEIVED
    assert not Deadline.objects.filter(code="general_fund").exists()


def test_where_the_edition_waits_for_the_governor_the_administration_waits(protocol, letter, small_council) -> None:
    set_parameter("wait_for_governor", True)
    with pytest.raises(Refused, match="ещё не согласованы Губернатором"):
        send(letter, small_council.office)
    send(to_governor(protocol), small_council.office, "16")
    governor = factories.user_with(Role.GOVERNOR_OFFICE)
    perform(Protocol.objects.get(), "agree", by=governor, number="12-рез")
    assert send(letter, small_council.office).state == DispatchState.SENT


def test_incoming_documents_are_numbered_without_gaps_year_by_year(protocol, small_council) -> None:
    def come(day: date) -> Incoming:
        return dispatching.register_incoming("x", protocol, title="Письмо", sender="КЗ", url="/", on=day)

    assert [come(TODAY).number, come(TODAY).number, come(date(2027, 1, 11)).number] == [1, 2, 1]
    entry = come(TODAY)
    entry.title = "Другое"
    with pytest.raises(RuntimeError, match="never changes"):
        entry.save()


def test_both_letters_received_and_answered_the_chain_is_complete(protocol, small_council) -> None:
    done = send_both(protocol, small_council.office)
    assert done.state == ProtocolState.WITH_GOVERNOR
    with clock.at(WEDNESDAY):
        dispatching.deem_receipts()
    assert {one.state for one in dispatching.of_subject(protocol)} == {"received"}
