"""Pages of the law: who reads what."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ranking_portal import clock
from ranking_portal.accounts.enums import DERIVED_ROLES, GRANTABLE_ROLES, Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.regulation.services import load
from ranking_portal.ui import search
from tests import factories
from tests.regulation.pages import ClientOf, addresses, filled_in

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def test_law_is_told_clause_by_clause(stored: StoredEdition, at_office: Client) -> None:
    page = at_office.get(reverse("regulation:index")).content.decode()
    for clause in stored.edition.clauses:
        assert f'id="{clause.anchor}"' in page
        assert clause.title in page
        for part in clause.parts:
            assert f'id="{part.anchor}"' in page
    for parameter in stored.edition.parameters:
        assert parameter.title in page
    assert "от 10.10.2022 №\u00a083-пг" in page
    assert "от 04.08.2021 №\u00a069-пг" in page
    assert "открытый вопрос" in page
    assert "только номер и дата" in page


def test_only_links_that_lead_somewhere_are_shown(stored: StoredEdition, at_office: Client) -> None:
    page = at_office.get(reverse("regulation:index")).content.decode()
    assert 'href="/rankings/"' in page
    edition = stored.edition.as_plain()
    edition["clauses"][0]["links"] = [{"title": "Нет такой страницы", "path": "/nowhere/at/all/"}]
    load(edition, SYSTEM)
    assert "Нет такой страницы" not in at_office.get(reverse("regulation:index")).content.decode()


def test_page_of_an_edition_known_by_its_act_only(at_office: Client) -> None:
    row = StoredEdition.objects.get(act_number="69-пг")
    page = at_office.get(reverse("regulation:edition", args=(row.pk,))).content.decode()
    assert "известна порталу только номером и датой" in page
    assert at_office.get(reverse("regulation:new", args=(row.pk,))).status_code == 404


def test_list_of_editions_costs_the_same_for_any_number(
    stored: StoredEdition, at_office: Client, django_assert_max_num_queries: Any
) -> None:
    at_office.get(reverse("regulation:index"))
    with django_assert_max_num_queries(20) as few:
        at_office.get(reverse("regulation:index"))
    cost = len(few)
    plain = stored.edition.as_plain()
    for year in range(2030, 2040):
        load(plain | {"in_force_from": f"{year}-01-01"}, SYSTEM)
    # What the frame knows is read anew after each change.
    at_office.get(reverse("regulation:index"))
    with django_assert_max_num_queries(20) as many:
        at_office.get(reverse("regulation:index"))
    assert len(many) == cost


def test_today_decides_which_edition_is_read(stored: StoredEdition, at_office: Client) -> None:
    plain = stored.edition.as_plain() | {"in_force_from": "2027-01-01", "title": "Редакция будущего"}
    load(plain, SYSTEM)
    law = reverse("regulation:index")
    assert "Редакция будущего" not in at_office.get(law).content.decode()
    with clock.at(date(2027, 1, 1)):
        assert "Редакция будущего" in at_office.get(law).content.decode()


def test_clauses_are_found_by_number_and_by_word(stored: StoredEdition, office: User) -> None:
    found = search.find(office, "пункт 2.5")["Регламент"]
    assert [one.url for one in found] == [reverse("regulation:index") + "#clause-2.5"]
    assert any(one.url.endswith("#clause-2.6-3") for one in search.find(office, "общего фонда")["Регламент"])


# Rights


@pytest.mark.parametrize("role", GRANTABLE_ROLES)
def test_everybody_signed_in_reads_and_the_office_alone_makes(
    stored: StoredEdition, client_of: ClientOf, user_with: Callable[..., User], role: Role
) -> None:
    client = client_of(user_with(role))
    making = 200 if role == Role.OFFICE else 403
    expected = {"index": 200, "edition": 200, "new": making, "attach": making}
    assert {name: client.get(url).status_code for name, url in addresses(stored).items()} == expected
    if role != Role.OFFICE:
        data = filled_in(stored, parameter_max_projects="5")
        assert client.post(addresses(stored)["new"], data).status_code == 403
        assert client.post(addresses(stored)["attach"]).status_code == 403


def test_heads_read_the_law(stored: StoredEdition, client_of: ClientOf) -> None:
    for head in (
        factories.body_head(factories.OrganizationFactory.create()),
        factories.project_head(factories.CardFactory.create()),
    ):
        assert head.roles & DERIVED_ROLES
        client = client_of(head)
        assert client.get(addresses(stored)["index"]).status_code == 200
        assert client.get(addresses(stored)["new"]).status_code == 403


def test_account_without_a_role_reads_the_law(
    stored: StoredEdition, client_of: ClientOf, user_with: Callable[..., User]
) -> None:
    assert client_of(user_with()).get(reverse("regulation:index")).status_code == 200


def test_anonymous_are_sent_to_sign_in(stored: StoredEdition) -> None:
    for url in (*addresses(stored).values(), reverse("regulation:official-text", args=(stored.pk,))):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("login"))


def test_law_is_not_posted_to(stored: StoredEdition, at_office: Client) -> None:
    assert at_office.post(addresses(stored)["index"]).status_code == 405
    assert at_office.post(addresses(stored)["edition"]).status_code == 405
