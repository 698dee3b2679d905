"""The inbox of each, the outbox of the portal."""

import pytest
from django.urls import reverse

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.models import Entry
from ranking_portal.notices.models import Notice, Preference
from ranking_portal.workflow.models import OutboxMessage
from ranking_portal.workflow.outbox import delivers, post
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@delivers("tests.fails")
def _fails(payload, message_id):
    raise RuntimeError("сервер не отвечает")


def notice(user, key="a", url="/deadlines/"):
    return Notice.objects.create(
        recipient=user,
        key=key,
        kind="opened",
        title="Рассчитать фонды",
        text="Осталось 5 дней.",
        url=url,
        at=clock.now(),
    )


def test_an_empty_inbox_says_when_something_comes(client_of, office):
    assert "Сообщений ещё нет" in client_of(office).get("/inbox/").content.decode()


def test_a_notice_is_read_when_it_is_opened(client_of, office):
    made = notice(office)
    client = client_of(office)
    assert "Непрочитанных: 1" in client.get("/inbox/").content.decode()
    assert client.get(reverse("inbox-notice", args=(made.pk,))).status_code == 405
    answer = client.post(reverse("inbox-notice", args=(made.pk,)))
    assert (answer.status_code, answer["Location"]) == (302, "/deadlines/")
    assert "Всё прочитано" in client.get("/inbox/").content.decode()


def test_nobody_opens_the_notices_of_another(client_of, office):
    made = notice(factories.user_with(Role.OFFICE))
    client = client_of(office)
    assert client.post(reverse("inbox-notice", args=(made.pk,))).status_code == 404
    assert Notice.objects.get().read_at is None
    assert "Рассчитать" not in client.get("/inbox/").content.decode()


def test_a_notice_leads_nowhere_outside(client_of, office):
    made = notice(office, url="https://example.org/")
    assert client_of(office).post(reverse("inbox-notice", args=(made.pk,)))["Location"] == "/inbox/"


def test_all_are_marked_read_at_once(client_of, office):
    notice(office, "a")
    notice(office, "b")
    client_of(office).post("/inbox/read/")
    assert not Notice.objects.filter(read_at=None).exists()


def test_a_person_chooses_how_he_is_told(client_of, office):
    client = client_of(office)
    client.post("/inbox/way/", {"way": "at_once"})
    assert Preference.objects.get().way == "at_once"
    assert "Выберите, как получать письма" in client.post("/inbox/way/", {"way": "дым"}, follow=True).content.decode()
    assert Preference.objects.get().way == "at_once"


def test_what_could_not_be_sent_is_shown_with_its_reason_and_sent_again(client_of, office):
    post("tests.fails", {"secret": "Иванов 100000"})
    from ranking_portal.workflow import outbox

    outbox.deliver_waiting()
    client = client_of(office)
    page = client.get("/outbox/?state=failed").content.decode()
    assert "сервер не отвечает" in page
    assert "Иванов" not in page
    pk = OutboxMessage.objects.get().pk
    again = client.post(reverse("outbox-again", args=(pk,)), follow=True).content.decode()
    assert "Снова не удалось" in again
    assert OutboxMessage.objects.get().attempts == 2
    told = Entry.objects.get(action="Отправлено ещё раз")
    assert (told.actor, told.ref) == (office.actor.key, f"workflow.outboxmessage:{pk}")


def test_the_auditor_looks_and_sends_nothing(client_of):
    post("tests.fails", {})
    client = client_of(factories.user_with(Role.AUDITOR))
    assert client.get("/outbox/").status_code == 200
    assert client.post(reverse("outbox-again", args=(OutboxMessage.objects.get().pk,))).status_code == 403
