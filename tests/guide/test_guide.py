"""The guide keeps pace with the portal: places for every address, pictures, buttons, clauses, all as they stand."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ranking_portal.accounts.enums import Role
from ranking_portal.guide import book, places
from tests import factories
from tests.access.addresses import addresses

NBSP = "\u00a0"
QUOTED = re.compile(r"\*\*«(.+?)»\*\*")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
MOST_BYTES, MOST_IN_ALL = 80_000, 1_000_000
# Buttons whose words are put together as the page is shown: what stands in the templates instead.
COMPOSED = {
    "Сохранить и направить на согласование": ("Сохранить и {{ send_label|lower }}", "Направить на согласование"),
    "Сохранить и направить в проектный офис": ("Сохранить и {{ send_label|lower }}", "Направить в проектный офис"),
}
APPS = ("ranking_portal", "projects", "ranking", "protocols", "bonus_fund")


def text_of(name: str) -> str:
    return (book.FOLDER / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def portal_words() -> str:
    """All templates and all code: where the words of buttons, steps and sections stand."""
    files = [*Path(settings.BASE_DIR, "templates").rglob("*.html")]
    for app in APPS:
        files += [file for file in Path(settings.BASE_DIR, app).rglob("*.py") if "migrations" not in file.parts]
    words = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return words.replace("&nbsp;", " ").replace("\\u00a0", " ").replace(NBSP, " ")


def stands(words: str, told: str) -> bool:
    """Whole, from mark to mark: between tags, quotes or template marks."""
    return re.search(rf"""[>"}}]\s*{re.escape(told)}\s*[<"{{…]""", words) is not None


@pytest.mark.parametrize("roles", [(), *((role,) for role in Role)], ids=lambda roles: roles[0] if roles else "nobody")
def test_every_address_has_its_place_for_everyone(roles: tuple[Role, ...]) -> None:
    for address in addresses():
        assert places.topic_of(address.name), f"name the topic of {address.name!r} in guide/places.py"
        name, anchor = places.place(address.name, roles)
        assert anchor in book.page(name).anchors


def test_topics_and_homes_are_the_same_list() -> None:
    assert set(places.TOPIC_OF_ADDRESS.values()) == set(places.HOME_OF_TOPIC)
    for topic, home in places.HOME_OF_TOPIC.items():
        assert topic in book.page(home).anchors, f"{home}.md has no heading {{#{topic}}}"


def test_every_role_has_a_page_in_the_contents() -> None:
    assert set(places.PAGE_OF_ROLE) == set(Role)
    assert set(places.PAGE_OF_ROLE.values()) | {book.CONTENTS, "common"} == set(book.PAGES)
    assert {f"{name}.md" for name in book.PAGES} == {file.name for file in book.FOLDER.glob("*.md")}


@pytest.mark.parametrize("name", book.PAGES)
def test_headings_links_and_clauses_lead_somewhere(name: str) -> None:
    page = book.page(name)
    assert all(heading.anchor for heading in page.headings), "a heading without {#anchor}"
    for target in LINK.findall(text_of(name)):
        file, _, anchor = target.partition("#")
        other = book.page(file.removesuffix(".md"))
        assert not anchor or anchor in other.anchors, target


@pytest.mark.parametrize("name", book.PAGES)
def test_buttons_are_told_in_the_portal_s_own_words(name: str, portal_words: str) -> None:
    for told in QUOTED.findall(text_of(name)):
        plain = told.replace("„", "«").replace("“", "»").replace(NBSP, " ")
        for part in COMPOSED.get(plain, (plain,)):
            assert stands(portal_words, part), f"{name}.md: nothing in the portal is called «{told}»"


def test_pictures_are_there_told_in_words_and_small() -> None:
    named = [found for name in book.PAGES for found in PICTURE.findall(text_of(name))]
    files = {f"{book.PICTURES}{file.name}": file for file in (book.FOLDER / book.PICTURES).iterdir()}
    assert {path for _, path in named} == set(files)
    assert all(alt for alt, _ in named)
    sizes = [file.stat().st_size for file in files.values()]
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) < MOST_IN_ALL


@pytest.mark.django_db
def test_every_clause_named_has_its_place_in_the_law() -> None:
    law = signed_in(Role.OFFICE).get(reverse("regulation:index")).content.decode()
    for page in book.pages():
        for anchor in re.findall(r"#(clause-[\d.-]+)", page.html):
            assert f'id="{anchor}"' in law, f"{page.name}: {anchor}"


@pytest.mark.django_db
def test_the_link_of_a_page_leads_to_the_reader_s_own_page() -> None:
    address = reverse("bonus_fund:proposals")
    assert 'href="/help/office/#proposal"' in signed_in(Role.OFFICE).get(address).content.decode()
    assert (
        'href="/help/economy/#methodology"'
        in signed_in(Role.ECONOMY_COMMITTEE).get(reverse("ranking:methodologies")).content.decode()
    )


@pytest.mark.django_db
def test_a_page_shows_its_contents_pictures_and_clauses() -> None:
    shown = signed_in(Role.OFFICE).get("/help/common/").content.decode()
    assert '<h2 id="inbox">Сообщения портала</h2>' in shown
    assert '<a href="#inbox">Сообщения портала</a>' in shown
    assert re.search(r'<img src="/static/guide/home\.png\?v=\w+" alt="[^"]+" width="\d+" height="\d+"', shown)
    assert "{#" not in shown
    assert signed_in(Role.OFFICE).get("/help/office-secrets/").status_code == 404


def test_raw_html_is_told_not_obeyed(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "common.md").write_text("# Т\n\n<script>alert(1)</script> [x](javascript:alert(1)) пункт 2.6\n")
    monkeypatch.setattr(book, "FOLDER", tmp_path)
    book.page.cache_clear()
    try:
        html = book.page("common").html
    finally:
        book.page.cache_clear()
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert 'href="/regulation/#clause-2.6"' in html


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(factories.user_with(role))
    return client


@pytest.mark.django_db
def test_the_guide_is_found_by_the_words_of_its_sections(client_of: Any) -> None:
    """What a section is headed by comes first; the reader's own page before those of others."""

    def found(role: Role, words: str) -> list[str]:
        answer = client_of(factories.user_with(role)).get(reverse("search"), {"q": words})
        return [one.url for one in answer.context["groups"].get("Справка", ())]

    assert found(Role.OFFICE, "загрузка книги")[0] == "/help/office/#import"
    assert found(Role.ECONOMY_COMMITTEE, "мастерская")[0] == "/help/economy/#workshop"
    assert found(Role.OFFICE, "чего в справке нет") == []
