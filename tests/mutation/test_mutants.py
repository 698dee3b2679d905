"""Some mutants of the checks of a proposal: a test notices each; `make soak` tries the rules of every room."""

import ast
from pathlib import Path

import pytest

from tests.mutation.ground import ROOMS
from tests.mutation.mutants import file_of, mutants_of
from tests.mutation.operators import changes, spots
from tests.mutation.trial import accounted, meet


def kinds(text: str) -> set[str]:
    return {kind for spot in spots(ast.parse(text)) for kind, _ in changes(spot)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("def may(a):\n    if a > 1:\n        return 2", "condition negated"),
        ("def may(a):\n    return a > 1", "boundary moved"),
        ("def may(a):\n    return a == 1", "comparison turned"),
        ("def may(a, b):\n    return a and b", "and for or"),
        ("def may(a):\n    return not a", "not left out"),
        ("def may(a):\n    return a + 1", "constant +1"),
        ("def may(a) -> bool:\n    return a.holds", "always True"),
        ("def against(a) -> list[str]:\n    return a.reasons", "always []"),
        ("def may(a):\n    raise Refused(a)", "statement left out"),
        ("add_permission('a.b', is_human & is_office)", "operand left out"),
        ("sees = has_role(OFFICE, AUDITOR)", "role left out"),
    ],
)
def test_a_rule_may_go_wrong_so(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_words_for_the_user_are_no_rule() -> None:
    assert kinds('def told(a):\n    """One more than 1."""\n    return f"{a + 1} of 2"') == set()


def test_what_is_accounted_for_is_still_there() -> None:
    modules = {module for room in ROOMS.values() for module in room.modules}
    there = {one.key for module in modules for one in mutants_of(module)}
    assert sorted(key for key in accounted() if key[0] in modules and key not in there) == []
    assert all(file_of(module).exists() for module in modules)


def test_a_changed_rule_is_noticed(tmp_path: Path) -> None:
    answer = meet("checks", seed=20260209, number=3, folder=tmp_path)
    assert answer["tried"] == 3
    assert answer["survivors"] == []
