"""Questions of a lower room, answered by whoever stands above."""

from collections.abc import Iterator

import pytest

from ranking_portal.workflow import questions

NAME = "workflow_tests.may_be_signed"


@pytest.fixture
def asked() -> Iterator[str]:
    """A question of this test alone."""
    yield NAME
    del questions._answers[NAME]


def test_silence_is_consent(asked: str) -> None:
    assert questions.ask(asked, None) == []


def test_everybody_answers_with_reasons_against(asked: str) -> None:
    @questions.answers(asked)
    def first(obj: object, **context: object) -> list[str]:
        return [f"против: {obj}"]

    @questions.answers(asked)
    def second(obj: object, *, day: int) -> list[str]:
        return [f"день {day}"]

    assert questions.ask(asked, "приказ", day=9) == ["против: приказ", "день 9"]
