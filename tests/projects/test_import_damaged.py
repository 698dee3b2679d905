"""Damaged workbooks, sent as a clerk sends them: never a breakdown, never a change, always words (clause 2.2)."""

import random
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from projects.importing import plan
from projects.models import Cycle, Import, ImportState
from ranking_portal.accounts.models import User
from ranking_portal.directory.models import Organization
from tests.projects.damaged import DAMAGES, HARMLESS, Damage
from tests.projects.workbooks import Register

pytestmark = pytest.mark.django_db
RUSSIAN = re.compile("[а-яё]{3}", re.IGNORECASE)
PROGRAMMERS = re.compile(r"Traceback|Exception|Error\b|None|object at|\bBAD\b|NaN")
NAMES = [f"{number} {damage.__name__}" for number, damage in enumerate(DAMAGES * 2)]


def sent_damaged(browser: Client, content: bytes, profile: str = "office") -> Import:
    """What a clerk sees after sending a damaged file: a page, words, nothing changed."""
    sent = {"profile": profile, "year": 2025, "file": SimpleUploadedFile("книга.xlsx", content)}
    page = browser.post("/imports/new/", sent, follow=True)
    assert page.status_code == 200
    made = Import.objects.latest("pk")
    assert made.state in (ImportState.WRONG, ImportState.COLUMNS, ImportState.SHOWN)
    assert not Cycle.objects.exists()
    assert not Organization.objects.exists()
    for _, _, _, _, message in made.errors:
        assert RUSSIAN.search(message)
        assert not PROGRAMMERS.search(message)
    if made.errors:
        assert browser.get(f"/imports/{made.pk}/marked/").status_code in (200, 404)
    return made


@pytest.mark.parametrize(("number", "damage"), list(enumerate(DAMAGES * 2)), ids=NAMES)
def test_a_damaged_file_is_told_of_and_changes_nothing(
    client_of: Any, office: User, settings: Any, tmp_path: Any, number: int, damage: Damage
) -> None:
    settings.DATA_DIR = tmp_path
    sent_damaged(client_of(office), damage(random.Random(number), Register().file()))


@pytest.mark.parametrize("damage", HARMLESS)
def test_what_only_looks_damaged_says_the_same(damage: Damage) -> None:
    found = plan(damage(random.Random(1), Register().file()), 2025)
    assert [str(error) for error in found.errors] == []
    assert found.digest == plan(Register().file(), 2025).digest
