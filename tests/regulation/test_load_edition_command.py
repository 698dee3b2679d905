"""The command `load_edition`: 0 done, 1 refused with every reason, 2 bad usage."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from ranking_portal.accounts.enums import Role
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.regulation.services import SHIPPED, edition_for
from tests import factories
from tests.regulation.conftest import entry

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def written(folder: Path, plain: dict[str, Any]) -> str:
    """The values as a file."""
    file = folder / "edition.yaml"
    file.write_text(yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
    return str(file)


def test_shipped_file_is_there_already() -> None:
    rows, out = StoredEdition.objects.count(), StringIO()
    call_command("load_edition", str(SHIPPED[0]), stdout=out)
    assert "уже внесена" in out.getvalue()
    assert StoredEdition.objects.count() == rows


def test_changed_file_becomes_the_next_version(tmp_path: Path, plain: dict[str, Any]) -> None:
    entry(plain, "parameters", "max_projects")["value"] = 5
    out = StringIO()
    call_command("load_edition", written(tmp_path, plain), "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["act"], answer["in_force_from"], answer["version"], answer["made"]) == (
        "83-пг",
        "2022-10-10",
        2,
        True,
    )
    assert edition_for(2025).integer("max_projects") == 5


def test_bad_file_is_refused_with_all_reasons(tmp_path: Path, plain: dict[str, Any]) -> None:
    del entry(plain, "parameters", "quorum")["clause"]
    entry(plain, "obligations", "general_fund")["who"] = "boss"
    rows = StoredEdition.objects.count()
    with pytest.raises(CommandError) as refusal:
        call_command("load_edition", written(tmp_path, plain))
    assert refusal.value.returncode == 1
    assert "параметр «quorum»: не назван пункт" in str(refusal.value)
    assert "неизвестно: «boss»" in str(refusal.value)
    assert StoredEdition.objects.count() == rows


@pytest.mark.parametrize("content", [b"title: [", b"\xff\xfe\x00", b"", b"- 1"])
def test_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "edition.yaml"
    file.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("load_edition", str(file))
    assert refusal.value.returncode == 1


def test_missing_file_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("load_edition", str(tmp_path / "nothing.yaml"))
    assert refusal.value.returncode == 2


def test_user_without_the_right_is_refused(tmp_path: Path, plain: dict[str, Any]) -> None:
    user = factories.user_with(Role.AUDITOR)
    entry(plain, "parameters", "max_projects")["value"] = 5
    with pytest.raises(CommandError, match="Нет права"):
        call_command("load_edition", written(tmp_path, plain), "--user", user.username)
    assert edition_for(2025).integer("max_projects") == 6
