"""The pages of letters: sending, acknowledging, the Governor's answer, registers, what waits for whom."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from projects.models import ProjectYear
from protocols import dispatch_kinds
from protocols.dispatch_kinds import DispatchKind
from protocols.enums import ProtocolState
from protocols.menu import protocol_state
from protocols.models import Dispatch, Incoming, Protocol
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.paper import Paper
from ranking_portal.ui.expected import expected_of
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.conftest import TODAY
from tests.protocols.council import Council
from tests.protocols.post import send, send_both, to_administration, to_governor

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TOMORROW, LATER = TODAY + timedelta(days=1), TODAY + timedelta(days=3)


@pytest.fixture
def protocol(small_council: Council, ranking) -> Protocol:
    """Approved on 9 February 2026."""
    return small_council.approved(ranking, "A1")


@pytest.fixture
def desk(small_council: Council, client_of):
    """The office."""
    return client_of(small_council.office)


@pytest.fixture
def notice_of_sums(monkeypatch) -> DispatchKind:
    """A document with sums to the head of a project, as a room above registers it."""
    kind = DispatchKind(
        code="notice_of_sums",
        title="Уведомление о сумме",
        clause="2.6",
        sender=Role.OFFICE,
        addressee=Role.PROJECT_HEAD,
        paper=lambda dispatch: Paper("protocols/letter.html", {}),
        url=lambda dispatch: "/",
        since=lambda dispatch: None,
        tells_sums=True,
    )
    monkeypatch.setitem(dispatch_kinds._kinds, kind.code, kind)
    return kind


def words_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("&nbsp;", " ").replace("\u00a0", " ")


def titles(user: Any) -> list[str]:
    """What this room expects of the user; rooms above have their own."""
    own = ("Отправить: ", "Подтвердить получение: ", "Согласовать или вернуть ")
    return [one.title for one in expected_of(user) if one.title.startswith(own)]


def test_from_the_approval_to_the_governors_agreement(protocol, small_council, desk, client_of, user_with) -> None:
    page = f"/protocols/{protocol.pk}/"
    shown = words_of(desk.get(page))
    assert "Направление" in shown
    assert shown.count("готово к отправке") == 2
    assert "не согласовано" in shown
    assert protocol_state(2025) == "now"
    for letter, number in ((to_administration(protocol), "15"), (to_governor(protocol), "16")):
        address = f"/dispatches/{letter.pk}/do/send/"
        assert "Исходящий номер" in words_of(desk.get(address))
        assert "ещё не наступил" in words_of(desk.post(address, {"number": number, "on": "2026-02-10"}))
        assert desk.post(address, {"number": number, "on": "2026-02-09"}).url == page
        assert desk.post(address, {"number": number, "on": "2026-02-09"}).status_code == 409
    assert protocol_state(2025) == "done"
    shown = words_of(desk.get(page))
    assert "на согласовании у Губернатора" in shown
    assert "без отметки – 10.02.2026" in shown

    administration = client_of(user_with(Role.ADMINISTRATION))
    letter = to_administration(protocol)
    assert "Подтвердить получение" in words_of(administration.get(f"/dispatches/{letter.pk}/"))
    assert desk.post(f"/dispatches/{letter.pk}/acknowledge/").status_code == 403
    done = administration.post(f"/dispatches/{letter.pk}/acknowledge/", follow=True)
    assert "Получение подтверждено 09.02.2026." in words_of(done)
    assert "acknowledge/" not in words_of(done)

    governor = client_of(user_with(Role.GOVERNOR_OFFICE))
    asked = words_of(governor.get(page))
    assert "Согласовать результаты" in asked
    assert "Вернуть с замечанием" in asked
    answer = {"on": "2026-02-09", "number": "12-рез", "remark": ""}
    assert desk.post(f"{page}do/agree/", answer).status_code == 403
    assert "Обязательное поле" in words_of(governor.post(f"{page}do/return_to_council/", answer))
    assert governor.post(f"{page}do/agree/", answer).url == page
    shown = words_of(desk.get(page))
    assert "согласован Губернатором" in shown
    assert "№ 12-рез" in shown
    assert "не согласовано" not in shown
    assert "Согласовано: результаты" in words_of(desk.get("/dispatches/?tab=incoming"))


def test_after_a_return_the_pages_say_what_to_do(protocol, small_council, desk, client_of, user_with) -> None:
    send_both(protocol, small_council.office)
    governor = client_of(user_with(Role.GOVERNOR_OFFICE))
    answer = {"on": "2026-02-09", "number": "13-рез", "remark": "Мало новизны."}
    assert governor.post(f"/protocols/{protocol.pk}/do/return_to_council/", answer).status_code == 302
    former = words_of(desk.get(f"/protocols/{protocol.pk}/"))
    assert "Губернатор вернул результаты 09.02.2026 (№ 13-рез): «Мало новизны»." in former
    assert "Новая редакция" not in former
    draft = Protocol.objects.get(edition=2)
    assert "Портал перенёс в этот проект реквизиты" in words_of(desk.get(f"/protocols/{draft.pk}/"))
    assert protocol_state(2025) == "now"


def test_an_acknowledgement_after_a_deemed_receipt(protocol, small_council, client_of, user_with) -> None:
    letter = send(to_administration(protocol), small_council.office)
    administration = client_of(user_with(Role.ADMINISTRATION))
    with clock.at(LATER):
        dispatching.deem_receipts()
        assert "считается полученным" in words_of(administration.get(f"/dispatches/{letter.pk}/"))
        told = words_of(administration.post(f"/dispatches/{letter.pk}/acknowledge/", follow=True))
    assert "считается полученным 10.02.2026: срок идёт с этого дня" in told
    assert "подтверждено позже" in told


def test_nobody_acknowledges_what_has_not_left(protocol, small_council, client_of, user_with) -> None:
    letter = to_administration(protocol)
    administration = client_of(user_with(Role.ADMINISTRATION))
    for address in ("", "pdf/"):
        assert administration.get(f"/dispatches/{letter.pk}/{address}").status_code == 404
    assert administration.post(f"/dispatches/{letter.pk}/acknowledge/").status_code == 404
    with clock.at(TOMORROW):
        small_council.approved(protocol.ranking, number="2", held_on=TOMORROW)
    desk = client_of(small_council.office)
    assert "не отправлено" in words_of(desk.get(f"/dispatches/{letter.pk}/"))
    assert desk.get(f"/dispatches/{letter.pk}/pdf/").status_code == 404


def test_what_waits_for_whom(protocol, small_council, user_with) -> None:
    office, governor, administration = (
        small_council.office,
        user_with(Role.GOVERNOR_OFFICE),
        user_with(Role.ADMINISTRATION),
    )
    to_send = [one for one in expected_of(office) if one.title.startswith("Отправить")]
    assert [(one.title, one.until) for one in to_send] == [
        ("Отправить: Протокол малого совета — в Управление делами", TOMORROW),
        ("Отправить: Результаты ранжирования — на согласование Губернатору", None),
    ]
    assert titles(governor) == titles(administration) == []
    send_both(protocol, office)
    assert not [title for title in titles(office) if title.startswith("Отправить")]
    assert titles(administration) == ["Подтвердить получение: Протокол малого совета — в Управление делами"]
    assert titles(governor) == [
        "Подтвердить получение: Результаты ранжирования — на согласование Губернатору",
        "Согласовать или вернуть результаты ранжирования за 2025 год",
    ]
    dispatching.acknowledge(to_administration(protocol), by=administration)
    assert titles(administration) == []
    perform(Protocol.objects.get(), "agree", by=governor, number="1")
    assert titles(governor) == ["Подтвердить получение: Результаты ранжирования — на согласование Губернатору"]
    assert Protocol.objects.get().state == ProtocolState.AGREED


@pytest.mark.parametrize(
    ("role", "numbers"),
    [
        (Role.OFFICE, {"15", "16", "17"}),
        (Role.AUDITOR, {"15", "16", "17"}),
        (Role.ADMINISTRATION, {"15"}),
        (Role.GOVERNOR_OFFICE, {"16"}),
        (Role.ADMIN, {"15", "16"}),
        (Role.ECONOMY_COMMITTEE, set()),
    ],
)
def test_who_sees_which_letters(
    protocol, small_council, client_of, user_with, notice_of_sums, role: Role, numbers: set[str]
) -> None:
    send(to_administration(protocol), small_council.office, "15")
    send(to_governor(protocol), small_council.office, "16")
    notice = notify(protocol, notice_of_sums, small_council.office)
    visitor = client_of(user_with(role))
    assert {one.number for one in visitor.get("/dispatches/").context["page"]} == numbers
    book = openpyxl.load_workbook(io.BytesIO(visitor.get("/dispatches/xlsx/").getvalue())).active
    assert {row[0].value for row in book.iter_rows(min_row=4)} == numbers
    assert visitor.get(f"/dispatches/{notice.pk}/").status_code == (200 if "17" in numbers else 404)


def notify(protocol: Protocol, kind: DispatchKind, by: Any, code: str = "A1") -> Dispatch:
    """The head of the project is told, as a document number 17."""
    addressee = f"Руководитель проекта {code}"
    made = dispatching.prepare(kind, protocol, addressee=addressee, label="фонд", office=f"project:{code}:2025")
    return send(made, by, "17")


def test_the_register_is_sought_chosen_and_taken_away(protocol, small_council, desk) -> None:
    send(to_administration(protocol), small_council.office, "=2+2")
    assert [one.number for one in desk.get("/dispatches/", {"q": "управление =2"}).context["page"]] == ["=2+2"]
    assert not desk.get("/dispatches/", {"q": "нет такого"}).context["page"].object_list
    for chosen, count in (
        ({"kind": "results_to_governor"}, 1),
        ({"state": "sent"}, 1),
        ({"year": "2025"}, 2),
        ({"year": "2024"}, 2),
        ({"kind": "нет"}, 2),
    ):
        assert desk.get("/dispatches/", chosen).context["page"].paginator.count == count, chosen
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/dispatches/xlsx/", {"state": "sent"}).getvalue())).active
    row = [cell.value for cell in book[4]]
    assert (row[0], book.cell(4, 1).data_type) == ("=2+2", "s")
    assert row[1].date() == TODAY
    assert row[5:8] == [str(protocol), 2025, "отправлено"]
    assert book.max_row == 4


def test_incoming_are_the_offices(protocol, small_council, desk, client_of, user_with) -> None:
    for title, sums in (("Письмо", False), ("Сумма", True)):
        dispatching.register_incoming(
            "x", protocol, title=title, sender="КЗ", url="/protocols/", on=TODAY, tells_sums=sums
        )
    seen = {}
    for role in (Role.OFFICE, Role.AUDITOR, Role.ADMIN, Role.ADMINISTRATION, Role.GOVERNOR_OFFICE):
        page = client_of(user_with(role)).get("/dispatches/?tab=incoming").context["page"]
        seen[role] = [one.title for one in page]
    both = ["Сумма", "Письмо"]
    assert seen == {
        Role.OFFICE: both,
        Role.AUDITOR: both,
        Role.ADMIN: ["Письмо"],
        Role.ADMINISTRATION: [],
        Role.GOVERNOR_OFFICE: [],
    }
    assert [one.title for one in desk.get("/dispatches/?tab=incoming&q=сумма").context["page"]] == ["Сумма"]
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/dispatches/xlsx/?tab=incoming&q=2").getvalue())).active
    row = [cell.value for cell in book[4]]
    assert (row[0], row[2].date(), row[3]) == (2, date(2026, 2, 9), "Сумма")
    assert Incoming.objects.count() == 2


def test_a_letter_is_found_from_everywhere(protocol, small_council, client_of, user_with) -> None:
    send(to_administration(protocol), small_council.office, "01-12/15")
    found = words_of(client_of(user_with(Role.ADMINISTRATION)).get("/search/", {"q": "01-12/15"}))
    assert "Протокол малого совета — в Управление делами № 01-12/15" in found
    hidden = words_of(client_of(user_with(Role.GOVERNOR_OFFICE)).get("/search/", {"q": "01-12/15"}))
    assert "№ 01-12/15" not in hidden


def test_an_administrator_of_the_portal_reads_the_line_and_not_the_letter(protocol, client_of, user_with) -> None:
    letter = to_administration(protocol)
    admin = client_of(user_with(Role.ADMIN))
    page = words_of(admin.get(f"/dispatches/{letter.pk}/"))
    assert str(protocol).replace("\u00a0", " ") in page
    assert f"/protocols/{protocol.pk}/" not in page
    assert admin.get(f"/dispatches/{letter.pk}/pdf/").status_code == 403
    assert admin.post(f"/dispatches/{letter.pk}/do/send/").status_code == 403


def test_a_head_sees_the_letters_to_his_office_only(protocol, small_council, notice_of_sums, client_of) -> None:
    own, other = (ProjectYear.objects.get(project__code=code) for code in ("A1", "B2"))
    notice = notify(protocol, notice_of_sums, small_council.office)
    for card, status in ((own, 200), (other, 404)):
        assert client_of(factories.project_head(card)).get(f"/dispatches/{notice.pk}/").status_code == status
