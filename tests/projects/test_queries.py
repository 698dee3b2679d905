"""What the list of projects counts, and which cards cannot be ranked yet (clause 2.2)."""

from datetime import date
from typing import Any

import pytest

from projects.enums import Direction
from projects.models import Funding, ProjectYear, Step, Target
from projects.queries import lacking_facts, with_progress
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 1)


def test_targets_are_reached_upwards_and_downwards():
    card = factories.complete_card()
    for name, direction, fact in (
        ("Жалобы", Direction.DOWN, 10),
        ("Очереди", Direction.DOWN, 11),
        ("Охват", Direction.UP, 10),
        ("Доля", Direction.UP, 9),
    ):
        Target.objects.create(card=card, name=name, unit="шт.", direction=direction, plan=10, fact=fact)
    found: Any = with_progress(ProjectYear.objects.all(), TODAY).get()
    assert (found.targets_all, found.targets_reached) == (5, 3)


def test_steps_are_counted_from_their_day_and_in_time_to_it():
    card = factories.complete_card()
    for name, due_on, done_on in (
        ("В последний день", TODAY, TODAY),
        ("Позже", date(2025, 6, 1), date(2025, 6, 2)),
        ("Впереди", date(2025, 7, 2), None),
    ):
        Step.objects.create(card=card, kind="milestone", name=name, due_on=due_on, done_on=done_on)
    found: Any = with_progress(ProjectYear.objects.all(), TODAY).get()
    assert (found.steps_all, found.steps_due, found.steps_in_time, found.contracts_all) == (4, 3, 2, 1)


@pytest.mark.parametrize("model", [Funding, Target, Step])
def test_a_card_without_one_of_the_three_cannot_be_ranked(model):
    card, whole = factories.complete_card(), factories.complete_card()
    assert not lacking_facts(ProjectYear.objects.all()).exists()
    model.objects.filter(card=card).delete()
    assert list(lacking_facts(ProjectYear.objects.all())) == [card]
    assert whole not in lacking_facts(ProjectYear.objects.all())
