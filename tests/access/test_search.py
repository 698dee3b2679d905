"""Nobody finds, and nobody is reminded of, what he may not open."""

import re

import pytest
from django.urls import reverse

from projects.models import ProjectYear
from ranking_portal.directory.models import Appointment, Person
from ranking_portal.journal import standing
from ranking_portal.ui.search import Findable, findables
from ranking_portal.ui.seen import KEPT
from tests.access.addresses import table
from tests.access.visitors import ANONYMOUS, VISITORS
from tests.access.world import World

pytestmark = pytest.mark.django_db
SOUGHT = ("E3", "N4", "2025", "№ 1", "протокол", "общий фонд", "реестр 2025", "а", "пункт 2.6", "протокол готов")
FOUND = re.compile(r'<li><a href="([^"]+)">')


def found(world: World, visitor: str, words: str) -> list[str]:
    return FOUND.findall(
        world.browsers[visitor].get(reverse("search"), {"q": words}).content.decode().partition("<main")[2]
    )


@pytest.mark.parametrize("visitor", [name for name in VISITORS if name != ANONYMOUS])
def test_whatever_is_found_may_be_opened(world: World, visitor: str) -> None:
    addresses = {address for words in SOUGHT for address in found(world, visitor, words)}
    shut = {one for one in addresses if world.browsers[visitor].get(one, follow=True).status_code != 200}
    assert not shut


def test_the_office_finds_every_kind(world: World) -> None:
    groups = {kind for words in SOUGHT for kind in _kinds(found(world, "office", words))}
    assert groups >= {
        "projects",
        "rankings",
        "protocols",
        "dispatches",
        "funds",
        "proposals",
        "registers",
        "regulation",
    }


@pytest.mark.parametrize("words", ["N4", "n4"])
def test_a_project_is_found_by_its_code_once(world: World, words: str) -> None:
    """Whatever letter the code begins with: N is no sign of a number."""
    years = ProjectYear.objects.filter(project__code="N4").count()
    assert years
    addresses = [one for one in found(world, "office", words) if one.startswith("/projects/")]
    assert len(addresses) == 1
    assert addresses[0].startswith("/projects/N4/")


def test_namesakes_are_all_found(world: World) -> None:
    for number in ("900001", "900002"):
        Person.objects.create(personnel_number=number, full_name="Однофамильцев Пётр Ильич")
    assert len(found(world, "office", "Однофамильцев")) == 2


def _kinds(addresses: list[str]) -> set[str]:
    return {address.split("/")[1] for address in addresses}


def test_a_head_does_not_find_the_sums_of_others(world: World) -> None:
    assert "proposals" not in _kinds(found(world, "other_project_head", "предложение E3"))
    assert not {"funds", "registers"} & _kinds(found(world, "own_project_head", "2025"))


@pytest.mark.parametrize("kind", findables.values(), ids=lambda kind: kind.page)
def test_every_kind_has_a_page_in_the_table(kind: Findable) -> None:
    assert kind.page in {row.name for row in table()}


def test_what_was_looked_at_is_shown_the_last_first_and_no_longer_than_the_right_lasts(world: World) -> None:
    browser = world.browsers["own_project_head"]
    card = reverse("projects:card", kwargs=world.objects["own card"])
    browser.get(reverse("projects:card", kwargs=world.objects["other card"]))
    browser.get(card)
    assert found(world, "own_project_head", "")[:1] == [card]
    assert reverse("projects:card", kwargs=world.objects["other card"]) not in found(world, "own_project_head", "")
    assert len(browser.session["seen"]) <= KEPT
    ProjectYear.objects.filter(project__code="E3").update(head=None)
    Appointment.objects.filter(office="project:E3:2025").delete()
    # Changed past the journal, which else says that offices have to be read anew.
    standing.forget()
    assert card not in found(world, "own_project_head", "")
