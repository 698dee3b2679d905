"""Forms of every address, as those who may open it see them: nothing typed is lost, every field is one of the portal's.

Nothing is listed here: a new page with a form is tried by being in table.csv.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.forms import BaseForm, BaseFormSet
from django.test import Client
from django.urls import reverse

from ranking_portal import clock
from ranking_portal.kept_input import CSRF, SESSION_KEY, SHOWN_TO
from tests.access.addresses import table
from tests.access.forms_on_pages import PageForm, forms_of, written
from tests.access.visitors import ANONYMOUS, HEADS
from tests.access.world import World
from tests.conftest import TODAY
from tests.forms_of_portal import faults

pytestmark = pytest.mark.django_db
# What a lost session keeps of these nobody: passwords.
SECRET = ("password_change",)
FILES = ("pdf", "docx", "xlsx", "csv", "file", "found")
WRITERS = ("office", "council_secretary", "administration", "economy_committee", "admin", *HEADS[::2])
Page = tuple[str, Client, Any]


@pytest.fixture(scope="module")
def pages(world: World, django_db_blocker: Any) -> list[Page]:
    """Every page in HTML with its address, as those see it who write most in the portal."""
    found: list[Page] = []
    with django_db_blocker.unblock(), clock.at(TODAY):
        for row in table():
            if row.name.endswith(FILES):
                continue
            address = reverse(row.name, kwargs=world.objects[row.obj])
            opens = [name for name, status in row.answers if status == 200 and name != ANONYMOUS]
            for visitor in [name for name in opens if name in WRITERS] or opens[:1]:
                answer = world.browsers[visitor].get(address)
                if answer["Content-Type"].startswith("text/html"):
                    found.append((address, world.browsers[visitor], answer))
    return found


def test_what_was_typed_comes_back_on_every_address(pages: list[Page]) -> None:
    lost = {
        f"{address} → {where}"
        for address, browser, answer in pages
        for form in forms_of(answer.content.decode())
        if (where := form.action or address) not in {reverse(name) for name in SECRET}
        if not _comes_back(browser, where, form, own=where == address)
    }
    assert not lost, "give_back(request, form) is missing:\n" + "\n".join(sorted(lost))


def _comes_back(browser: Client, where: str, form: PageForm, *, own: bool) -> bool:
    """Whether the form, sent after the session had ended, is shown filled: on its own page, or where else it is sent
    to, at least by the page that tells what is kept and sends it again."""
    session = browser.session
    fields = [(name, values) for name, values in form.filled().items() if name not in (CSRF, SHOWN_TO)]
    kept = {"owner": session["_auth_user_id"], "path": where, "fields": fields, "files": False}
    session[SESSION_KEY] = kept | {"at": clock.now().isoformat()}
    session.save()
    page = browser.get(where) if own else browser.get(where, follow=True)
    html = page.content.decode()
    session = browser.session
    session.pop(SESSION_KEY, None)
    session.save()
    told = "data-unsaved" in html or (not own and "Введённое сохранилось" in html)
    return told and all(written(number) in html for number in range(len(form.typed)))


def test_every_field_of_every_page_is_the_portals_own(pages: list[Page]) -> None:
    wrong = {fault for _, _, answer in pages for form in _forms_in(answer) for fault in faults(form)}
    assert not wrong, "\n".join(sorted(wrong))


def _forms_in(answer: Any) -> Iterator[BaseForm]:
    for layer in answer.context or ():
        for values in layer.dicts if hasattr(layer, "dicts") else (layer,):
            for value in dict(values).values():
                if isinstance(value, BaseForm):
                    yield value
                elif isinstance(value, BaseFormSet):
                    yield value.empty_form
