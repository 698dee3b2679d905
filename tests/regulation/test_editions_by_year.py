"""Which edition governs a year, and which years may be ranked."""

from dataclasses import replace
from datetime import date

import pytest

from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal.models import Entry
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.models import EditionIsImmutable, StoredEdition
from ranking_portal.regulation.services import (
    INSTALLATION,
    NoEdition,
    edition_for,
    install_shipped,
    load,
    may_rank,
    stored_edition_for,
)

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def in_force(edition: Edition, day: date, limit: int = 6) -> Edition:
    """The edition from another day, with another limit of clause 2.5."""
    parameters = tuple(
        replace(entry, value=limit) if entry.code == "max_projects" else entry for entry in edition.parameters
    )
    return replace(edition, in_force_from=day, parameters=parameters)


def test_migrating_stores_the_shipped_edition_and_the_two_earlier_acts(stored: StoredEdition, shipped: Edition) -> None:
    assert stored.edition == shipped
    assert (stored.version, stored.complete, stored.loaded_by) == (1, True, INSTALLATION)
    earlier = StoredEdition.objects.filter(complete=False).order_by("in_force_from")
    assert [(row.act_number, row.act_date) for row in earlier] == [
        ("117-пг", date(2020, 12, 30)),
        ("69-пг", date(2021, 8, 4)),
    ]


@pytest.mark.parametrize("year", [2022, 2025, 2026, 2040])
def test_edition_in_force_on_31_december_governs_the_year(stored: StoredEdition, year: int) -> None:
    assert stored_edition_for(year) == stored
    assert may_rank(year) == []


@pytest.mark.parametrize(("year", "act"), [(2020, "117-пг"), (2021, "69-пг")])
def test_2020_and_2021_have_terms_but_no_ranking(stored: StoredEdition, year: int, act: str) -> None:
    assert stored_edition_for(year) == stored
    (reason,) = may_rank(year)
    assert f"редакция, действовавшая в {year} году, известна только номером и датой" in reason
    assert act in reason


def test_2019_is_before_the_law(stored: StoredEdition) -> None:
    (reason,) = may_rank(2019)
    assert "Порядок действует с 30.12.2020" in reason
    with pytest.raises(NoEdition, match=r"30\.12\.2020"):
        edition_for(2019)


def test_later_edition_governs_from_its_own_year(stored: StoredEdition, shipped: Edition) -> None:
    later, _ = load(in_force(shipped, date(2026, 12, 31), limit=8).as_plain(), SYSTEM)
    assert stored_edition_for(2025) == stored
    assert stored_edition_for(2026) == later
    assert edition_for(2027).integer("max_projects") == 8
    # 2020 and 2021 show the terms of the newest.
    assert stored_edition_for(2021) == later


def test_edition_from_1_january_does_not_govern_the_year_before(stored: StoredEdition, shipped: Edition) -> None:
    load(in_force(shipped, date(2027, 1, 1)).as_plain(), SYSTEM)
    assert stored_edition_for(2026) == stored


def test_newest_version_of_a_day_counts(stored: StoredEdition, shipped: Edition) -> None:
    corrected, made = load(in_force(shipped, stored.in_force_from, limit=5).as_plain(), SYSTEM)
    assert made
    assert (corrected.version, corrected.based_on) == (2, stored)
    assert edition_for(2025).integer("max_projects") == 5


def test_earlier_edition_filled_in_lets_its_year_be_ranked(stored: StoredEdition, shipped: Edition) -> None:
    filled, _ = load(in_force(shipped, date(2021, 8, 4)).as_plain(), SYSTEM)
    assert filled.version == 2
    assert stored_edition_for(2021) == filled
    assert may_rank(2021) == []
    assert may_rank(2020) != []
    assert stored_edition_for(2022) == stored


def test_loading_the_same_content_changes_nothing(stored: StoredEdition, shipped: Edition) -> None:
    rows, told = StoredEdition.objects.count(), Entry.objects.count()
    assert load(shipped.as_plain(), SYSTEM) == (stored, False)
    install_shipped()
    assert (StoredEdition.objects.count(), Entry.objects.count()) == (rows, told)


def test_going_back_to_former_content_is_a_third_version(stored: StoredEdition, shipped: Edition) -> None:
    load(in_force(shipped, stored.in_force_from, limit=5).as_plain(), SYSTEM)
    third, made = load(shipped.as_plain(), SYSTEM)
    assert made
    assert third.version == 3
    assert third.sha256 == stored.sha256


def test_migrating_again_does_not_override_the_office(stored: StoredEdition, shipped: Edition) -> None:
    load(in_force(shipped, stored.in_force_from, limit=5).as_plain(), SYSTEM)
    install_shipped()
    assert edition_for(2025).integer("max_projects") == 5


def test_loading_is_told_in_the_journal_with_what_changed(stored: StoredEdition, shipped: Edition) -> None:
    row, _ = load(in_force(shipped, stored.in_force_from, limit=5).as_plain(), SYSTEM)
    told = Entry.objects.order_by("-pk").first()
    assert told is not None
    assert told.ref == f"regulation.storededition:{row.pk}"
    assert '"Сколько проектов может получить коэффициент 1":["6","5"]' in told.details


def test_stored_edition_never_changes(stored: StoredEdition) -> None:
    stored.title = "другое"
    with pytest.raises(EditionIsImmutable):
        stored.save()
    with pytest.raises(EditionIsImmutable):
        stored.save(update_fields=["title", "official_text"])
    with pytest.raises(EditionIsImmutable):
        stored.delete()
    for change in (
        lambda: StoredEdition.objects.update(title="другое"),
        lambda: StoredEdition.objects.all().delete(),
        lambda: StoredEdition.objects.bulk_update([stored], ["title"]),
    ):
        with pytest.raises(EditionIsImmutable):
            change()
    assert StoredEdition.objects.get(pk=stored.pk).title != "другое"
