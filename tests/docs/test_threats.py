"""The page of threats names tests: each of them is there."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

PAGE = (settings.BASE_DIR / "docs" / "threats.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
ROWS = [
    row for row in PAGE.splitlines() if row.startswith("| ") and not row.startswith(("| ---", "| He wants", "| What |"))
]


def names_of(file: Path) -> set[str]:
    return {
        one.name for one in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(one, ast.FunctionDef)
    }


@pytest.mark.parametrize(("file", "name"), NAMED.findall(PAGE))
def test_what_it_names_is_there(file: str, name: str) -> None:
    path = settings.BASE_DIR / file
    assert path.is_file()
    assert not name or name in names_of(path)


@pytest.mark.parametrize("row", ROWS)
def test_every_row_shows_what_stops_it(row: str) -> None:
    assert NAMED.search(row) or "`make audit`" in row
