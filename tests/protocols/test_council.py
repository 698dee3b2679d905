"""Who sits in the small council, by days and acts."""

from datetime import date, timedelta

import pytest

from protocols.enums import SeatRole
from protocols.models import CouncilSeat
from protocols.queries import council_history
from protocols.services import council as services
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.reading import told
from ranking_portal.versions import ChangedMeanwhile, version_of
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.protocols.council import SINCE, seat

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ACT = {"since": SINCE, "until": None, "order": "распоряжение № 2-рп", "position": "Председатель комитета"}
MID = date(2025, 7, 1)


def test_a_seat_is_held_on_both_its_ends() -> None:
    held = seat(since=SINCE, until=MID)
    assert held in CouncilSeat.objects.on(SINCE)
    assert held in CouncilSeat.objects.on(MID)
    assert held not in CouncilSeat.objects.on(MID + timedelta(days=1))


def test_two_chairs_on_one_day_are_refused(office) -> None:
    seat(SeatRole.CHAIR, "Маркова Анна Павловна", until=MID)
    other = factories.PersonFactory.create()
    with pytest.raises(Refused, match="председатель — Маркова"):
        services.seat_person(by=office, person=other, role=SeatRole.CHAIR, **ACT)
    later = services.seat_person(by=office, person=other, role=SeatRole.CHAIR, **(ACT | {"since": date(2025, 7, 2)}))
    assert later in CouncilSeat.objects.presiding()


def test_one_person_has_one_vote_but_the_secretary_may_be_a_member_too(office) -> None:
    member = seat(SeatRole.MEMBER)
    with pytest.raises(Refused, match="уже состоит"):
        services.seat_person(by=office, person=member.person, role=SeatRole.DEPUTY, **ACT)
    services.seat_person(by=office, person=member.person, role=SeatRole.SECRETARY, **ACT)
    assert CouncilSeat.objects.filter(person=member.person).count() == 2


def test_the_journal_names_people_by_number_in_its_chain(office) -> None:
    person = factories.PersonFactory.create(full_name="Белова Ия Павловна", personnel_number="000777")
    services.seat_person(by=office, person=person, role=SeatRole.MEMBER, **ACT)
    entry = council_history().get()
    assert "000777" in entry.label
    assert "Белова" not in entry.label + entry.details
    assert "Белова Ия Павловна" in [line.now for line in told([entry])[0].lines]


def test_a_seat_changed_by_somebody_else_is_not_overwritten(office) -> None:
    held = seat()
    version = version_of(held)
    services.change_seat(held, by=office, until=MID)
    with pytest.raises(ChangedMeanwhile):
        services.change_seat(held, by=office, version=version, order="другой акт")


def test_a_seat_keeps_its_person_and_role(office) -> None:
    with pytest.raises(TypeError):
        services.change_seat(seat(), by=office, role=SeatRole.CHAIR)


def test_the_page_shows_the_council_of_a_day(office, client_of) -> None:
    seat(SeatRole.CHAIR, "Маркова Анна Павловна")
    seat(SeatRole.MEMBER, "Ушедший Пётр Ильич", until=MID)
    page = client_of(office).get("/council/?on=2025-07-01")
    assert [one.person.full_name for one in page.context["sitting"]] == ["Маркова Анна Павловна", "Ушедший Пётр Ильич"]
    page = client_of(office).get("/council/")
    assert [one.person.full_name for one in page.context["others"]] == ["Ушедший Пётр Ильич"]
    assert client_of(office).get("/council/?on=вчера").status_code == 200


def test_a_person_is_found_seated_and_his_days_are_changed(office, client_of) -> None:
    desk = client_of(office)
    post = factories.PostFactory.create(person__full_name="Ёлкин Пётр Павлович", title="Председатель комитета")
    assert "Ёлкин" in desk.get("/council/new/?q=елкин").content.decode()
    address = f"/council/new/{post.person.pk}/"
    assert "Председатель комитета" in desk.get(address).content.decode()
    entered = {
        "role": "member",
        "position": "Председатель",
        "since": "2026-03-01",
        "until": "2026-02-01",
        "order": "№ 5",
    }
    assert "Не может быть раньше" in desk.post(address, entered).content.decode()
    assert desk.post(address, entered | {"until": ""}).status_code == 302
    made = CouncilSeat.objects.get()
    again = desk.post(address, entered | {"until": ""})
    assert again.status_code == 409
    assert "уже состоит" in again.content.decode()
    change = {"position": "Советник", "since": "2026-03-01", "until": "2026-12-31", "order": "№ 6"}
    done = desk.post(f"/council/{made.pk}/", change | {"version": version_of(made)})
    assert done.status_code == 302
    made.refresh_from_db()
    assert (made.position, made.until) == ("Советник", date(2026, 12, 31))
    assert desk.get("/council/999/").status_code == 404


@pytest.mark.parametrize(
    ("role", "sees", "appoints"),
    [
        (Role.OFFICE, 200, 200),
        (Role.COUNCIL_SECRETARY, 200, 200),
        (Role.ADMIN, 200, 200),
        (Role.COUNCIL_MEMBER, 200, 403),
        (Role.AUDITOR, 200, 403),
        (Role.GOVERNOR_OFFICE, 200, 403),
    ],
)
def test_who_sees_and_who_appoints(user_with, client_of, role: Role, sees: int, appoints: int) -> None:
    visitor = client_of(user_with(role))
    assert visitor.get("/council/").status_code == sees
    assert visitor.get("/council/new/").status_code == appoints


def test_heads_do_not_see_the_council(client_of) -> None:
    head = factories.project_head(factories.CardFactory.create())
    assert client_of(head).get("/council/").status_code == 403
