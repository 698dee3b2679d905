"""Who hears at once that something awaits him, and that no sum is told (clause 2.6)."""

from typing import Any

import pytest

from ranking_portal import clock
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.models import OutboxMessage
from ranking_portal.workflow.telling import TELL
from tests.bonus_fund.year import ACKNOWLEDGED, acknowledged_year, announced_year

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


def test_each_head_hears_of_his_notice_of_size() -> None:
    year = announced_year()
    found = {user for user, title, _ in told("letter") if title.startswith("Уведомление")}
    assert {year.heads["A1"].pk, year.body_heads["КЗ"].pk} <= found


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
        perform(rows["КТ"], "refuse", by=year.body_heads["КТ"], remark="Нет обоснования.")
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
