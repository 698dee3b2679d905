"""A person or a body is chosen by words, among thousands, with scripts and without."""

import json

import pytest
from django import forms

from ranking_portal.accounts.enums import Role
from ranking_portal.directory.models import Person
from ranking_portal.reference.choices import OrganizationChoice, PersonChoice
from ranking_portal.searchchoice import FOUND, LISTED
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


class Chooser(forms.Form):
    """One choice of each."""

    person = PersonChoice(Person.objects.all(), label="Кто")
    body = OrganizationChoice(label="Орган", required=False)


@pytest.fixture
def crowd(db):
    """More people than a list shows, Ivanovs among them."""
    names = [f"Иванов Иван {number:03}" for number in range(LISTED)] + ["Фёдорова Анна", "Семёнов Олег"]
    people = [Person(personnel_number=f"{number:06}", full_name=name) for number, name in enumerate(names)]
    return {person.full_name: person for person in Person.objects.bulk_create(people)}


def chosen(**data: str) -> Chooser:
    """The form as sent."""
    return Chooser(data)


def test_a_short_list_is_listed_whole(db) -> None:
    people = factories.PersonFactory.create_batch(3)
    text = str(Chooser()["person"])
    assert all(f'<option value="{person.pk}">' in text for person in people)


def test_a_long_list_is_not(crowd) -> None:
    text = str(Chooser()["person"])
    assert text.count("<option") == 1
    anna = crowd["Фёдорова Анна"]
    assert f'<option value="{anna.pk}" selected>' in str(Chooser(initial={"person": anna})["person"])


@pytest.mark.parametrize("words", ["фЕДОРОВА  анна", "000100", "Фёдорова Анна (000100)"])
def test_a_full_name_or_number_is_that_person(crowd, words) -> None:
    form = chosen(person_q=words)
    assert form.is_valid()
    assert form.cleaned_data["person"] == crowd["Фёдорова Анна"]


def test_part_of_a_name_is_shown_to_be_checked_and_then_taken(crowd) -> None:
    form = chosen(person_q="федор")
    assert "нашёлся один" in form.errors["person"][0]
    anna = str(crowd["Фёдорова Анна"].pk)
    assert f'<option value="{anna}" selected>' in str(form["person"])
    again = chosen(person_q="федор", person_was="федор", person=anna)
    assert again.is_valid()
    other_words = chosen(person_q="семен", person_was="федор", person=anna)
    assert "нашёлся один" in other_words.errors["person"][0], "words typed afterwards win"


def test_many_are_offered_some(crowd) -> None:
    form = chosen(person_q="иванов")
    assert f"больше\u00a0{FOUND}" in form.errors["person"][0]
    assert str(form["person"]).count("<option") == FOUND + 1


def test_nobody_is_told(crowd) -> None:
    assert "ничего не нашлось" in chosen(person_q="Петров <b>").errors["person"][0]
    assert "<b>" not in str(chosen(person_q="Петров <b>")["person"])


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "?", "-1"])
def test_a_key_of_nobody_is_refused(crowd, key) -> None:
    assert "person" in chosen(person=key).errors


def test_namesakes_are_not_guessed(db) -> None:
    for number in ("1", "2"):
        Person.objects.create(personnel_number=number, full_name="Иванов Иван")
    assert "вариантов 2" in chosen(person_q="Иванов Иван").errors["person"][0]


def found(browser, address: str) -> list[str]:
    """Labels that the search answers."""
    return [row["label"] for row in json.loads(browser.get(address).content)["found"]]


def test_search_finds_by_name_number_and_body(client_of, office, crowd) -> None:
    browser = client_of(office)
    post = factories.PostFactory.create(person=crowd["Семёнов Олег"])
    for words in ("семенов", "000101", post.organization.short_name):
        assert "Семёнов Олег (000101)" in found(browser, f"/directory/people/found/?q={words}")
    answer = json.loads(browser.get("/directory/people/found/?q=иванов").content)
    assert (len(answer["found"]), answer["more"]) == (FOUND, True)
    assert found(browser, f"/directory/organizations/found/?q={post.organization.short_name}") == [
        post.organization.short_name
    ]


def test_search_shows_a_head_his_own_people_only(client_of, crowd) -> None:
    card = factories.complete_card("E3")
    post = factories.PostFactory.create(person=crowd["Фёдорова Анна"], organization=card.responsible)
    browser = client_of(factories.body_head(card.responsible))
    assert found(browser, "/directory/people/found/?q=анна") == ["Фёдорова Анна (000100)"]
    assert not found(browser, "/directory/people/found/?q=Семёнов")
    assert post.organization.short_name in found(browser, "/directory/organizations/found/?q=")


def test_search_costs_the_same_for_one_and_for_twenty(client_of, user_with, crowd, django_assert_num_queries) -> None:
    browser = client_of(user_with(Role.OFFICE))
    browser.get("/directory/people/found/?q=анна")
    with django_assert_num_queries(5):
        browser.get("/directory/people/found/?q=иванов")


@pytest.mark.parametrize("address", ["/directory/people/found/", "/directory/organizations/found/"])
def test_a_sign_that_no_name_has_finds_as_if_it_were_not_there(client_of, user_with, address) -> None:
    factories.PostFactory.create(person__full_name="Фёдорова Анна", organization__short_name="Фёдоров")
    browser = client_of(user_with(Role.OFFICE))
    assert len(json.loads(browser.get(address, {"q": "фёд\x00оров"}).content)["found"]) == 1
    assert "нашёлся один вариант" in str(chosen(person_q="фёд\x00оров").errors)
