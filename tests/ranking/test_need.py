"""When a clarifying ranking is needed (clause 2.3)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ranking.need import about_targets_or_steps, needs
from ranking.scoring import (
    ChangeRequest,
    Facts,
    Report,
    Step,
    as_json,
)
from tests.ranking.examples import AFTER, METHODOLOGY, project, ranked, steps


class TestNeedOfAClarifyingRanking:
    """Clause 2.3: criterion 4 has actually fallen, or the project changed."""

    day = date(2025, 6, 1)

    def needed(self, before: Facts, now: Facts, as_of: date = AFTER, **options: bool) -> list[dict[str, Any]]:
        confirmed = as_json(ranked(before, as_of=self.day))
        return needs([now], confirmed, self.day, METHODOLOGY, as_of, **options)

    def test_nothing_moved(self) -> None:
        facts = project(steps=steps(3, 1))
        assert needs([facts], as_json(ranked(facts)), AFTER, METHODOLOGY, AFTER) == []

    def test_criterion_4_has_fallen(self) -> None:
        late = Step("Мост", "milestone", date(2025, 7, 1), date(2026, 1, 2))
        assert self.needed(project(), project(steps=(late,))) == [
            {
                "code": "P1",
                "reasons": [
                    {
                        "kind": "criterion_4",
                        "was": "25.00",
                        "is": "10.00",
                        "indicators": {"steps_on_time": {"was": "1.0000", "is": "0.0000"}},
                        "facts": [{"indicator": "steps_on_time", "name": "Мост", "due": "2025-07-01", "done": None}],
                    }
                ],
            }
        ]

    def test_what_was_done_on_the_day_itself_is_told(self) -> None:
        """Late, but done: the office sees the day on which it was done."""
        late = Step("Мост", "milestone", date(2025, 7, 1), AFTER)
        (found,) = self.needed(project(), project(steps=(late,)))
        assert [row["done"] for row in found["reasons"][0]["facts"]] == [AFTER.isoformat()]

    def test_of_two_alike_the_one_not_done_comes_first(self) -> None:
        alike = [Step("Мост", "milestone", date(2025, 7, 1), done) for done in (AFTER, None)]
        (found,) = self.needed(project(), project(steps=tuple(alike)))
        assert [row["done"] for row in found["reasons"][0]["facts"]] == [None, AFTER.isoformat()]

    def test_a_rise_is_no_need(self) -> None:
        assert self.needed(project(steps=steps(1, 1)), project(steps=steps(2, 1))) == []

    def test_whether_a_share_may_fall_while_the_points_do_not_is_open(self) -> None:
        due = date(2025, 6, 1)
        before = project(reports=(Report("05.2025", due, None),))
        reports = (Report("05.2025", due, due), Report("06.2025", due, due))
        now = project(reports=reports, change_requests=(ChangeRequest("1", "перенос срока", due, None),))
        assert self.needed(before, now) == []
        (found,) = self.needed(before, now, by_any_share=True)
        assert found["reasons"][0]["indicators"] == {"change_requests_on_time": {"was": "1.0000", "is": "0.0000"}}
        assert (found["reasons"][0]["was"], found["reasons"][0]["is"]) == ("20.00", "20.00")

    def test_any_change_sent_after_the_ranking_and_not_later_than_the_day_counts(self) -> None:
        due = date(2026, 6, 1)
        sent = {
            "1": self.day,
            "2": date(2025, 6, 2),
            "3": AFTER,
            "4": date(2026, 1, 2),
            "5": None,
        }
        requests = tuple(
            ChangeRequest(key, "включение мероприятия" if key == "3" else "перенос срока", due, day)
            for key, day in sent.items()
        )
        (found,) = self.needed(project(), project(change_requests=requests))
        assert found["reasons"] == [
            {
                "kind": "change",
                "number": "3",
                "date": "2026-01-01",
                "content": "включение мероприятия",
                "about_targets_or_steps": True,
            },
            {
                "kind": "change",
                "number": "2",
                "date": "2025-06-02",
                "content": "перенос срока",
                "about_targets_or_steps": False,
            },
        ]

    def test_a_project_that_the_ranking_did_not_know_can_only_have_changed(self) -> None:
        late = project("P2", steps=steps(0, 3))
        assert self.needed(project("P1"), late) == []
        request = ChangeRequest("1", "перенос срока", AFTER, AFTER)
        assert [one["code"] for one in self.needed(project("P1"), replace(late, change_requests=(request,)))] == ["P2"]

    @pytest.mark.parametrize(
        ("content", "named"),
        [
            ("исключение мероприятия", True),
            ("Включить целевой показатель", True),
            ("исключение контрольной точки", True),
            ("перенос срока мероприятия", False),
            ("изменение объема финансирования", False),
        ],
    )
    def test_changes_that_the_clause_names(self, content: str, named: bool) -> None:
        assert about_targets_or_steps(content) is named
