"""Who hears at once that something awaits him, and that no sum is told (clause 2.6)."""

from datetime import date
from typing import Any

import pytest

from ranking_portal import clock
from ranking_portal.directory.models import Appointment
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.models import OutboxMessage
from ranking_portal.workflow.telling import TELL
from tests import factories
from tests.bonus_fund.year import ACKNOWLEDGED, acknowledged_year, announced_year, computed_year, received_year

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[tuple[int, str, str]]:
    """Whom, the title, where the button leads; in order."""
    rows = OutboxMessage.objects.filter(kind=TELL).order_by("pk")
    return [
        (row.payload["user"], one["title"], one["url"])
        for row in rows
        for one in row.payload["told"]
        if one["kind"] == kind
    ]


def test_each_head_hears_of_his_notice_of_size(client_of) -> None:
    """And the very page that he is led to shows him the button."""
    year = announced_year()
    found = {user: url for user, title, url in told("letter") if "Уведомление" in title}
    for head in (year.heads["A1"], year.body_heads["КЗ"], year.administration):
        answer = client_of(head).get(found[head.pk])
        assert answer.status_code == 200
        assert "Подтвердить получение" in answer.content.decode()


def test_the_administration_is_led_to_the_letter_that_it_acknowledges(client_of) -> None:
    year = received_year()
    [(_, url)] = [(user, url) for user, title, url in told("letter") if user == year.administration.pk]
    answer = client_of(year.administration).get(url)
    assert answer.status_code == 200
    assert url.startswith("/dispatches/")


def test_a_letter_with_a_day_gone_by_is_told_to_whoever_heads_the_project_now() -> None:
    year = computed_year()
    assert year.distribution is not None
    head, since = factories.user_with(person=year.people["Громов"]), date(2026, 2, 16)
    Appointment.objects.create(
        office="project:A1:2025", office_label="A1", person=year.people["Громов"], since=since, acting=True, order="№ 3"
    )
    with clock.at(since):
        perform(year.distribution, "announce", by=year.office, number="12-45", on=date(2026, 2, 13))
    assert head.pk in {user for user, _, _ in told("letter")}


def test_bodies_are_asked_and_the_author_hears_what_they_say() -> None:
    year = acknowledged_year()
    with clock.at(ACKNOWLEDGED):
        year.write("A1", Белова=500_000, Громов=300_000)
        head = year.heads["A1"]
        asked = perform(year.proposal("A1"), "ask_agreement", by=head)
        rows: dict[str, Any] = {row.authority: row for row in asked.agreements.all()}
        assert told("proposal") == [
            (year.body_heads[name].pk, f"Согласуйте премии сотрудников: {name}", f"/agreements/{rows[name].pk}/")
            for name in ("КЗ", "КТ")
        ]
        perform(rows["КЗ"], "agree", by=year.body_heads["КЗ"])
        assert len(told("proposal")) == 2
        perform(rows["КТ"], "refuse", by=year.body_heads["КТ"], remark="Премия 500 000 руб. не обоснована.")
        assert told("proposal")[2:] == [(head.pk, "Не согласовано: КТ", f"/proposals/{asked.pk}/")]
        year.write("A1", Белова=500_000, Громов=200_000)
        perform(year.proposal("A1"), "ask_agreement", by=head)
        assert [title for _, title, _ in told("proposal")[3:]] == ["Согласуйте премии сотрудников: КТ"]
        perform(year.proposal("A1").agreements.get(authority="КТ"), "agree", by=year.body_heads["КТ"])
    last = told("proposal")[-1]
    assert last == (
        head.pk,
        "Все органы согласовали предложение: направьте его в проектный офис",
        f"/proposals/{asked.pk}/",
    )
    texts = [one["text"] for row in OutboxMessage.objects.filter(kind=TELL) for one in row.payload["told"]]
    assert not [text for text in texts if "500" in text or "300" in text]
