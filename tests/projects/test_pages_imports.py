"""The upload page: nothing is written before it is seen and confirmed."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import ranking_portal.demo
from projects import uploads
from projects.models import Contract, Cycle, Import, ProjectYear
from ranking_portal import clock
from ranking_portal.accounts.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
BOOK = Path(ranking_portal.demo.__file__).parent / "data" / "register-2025.xlsx"
NEW = "/imports/new/"


@pytest.fixture(autouse=True)
def _own_uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def browser(client_of, office):
    """The office at work."""
    return client_of(office)


def sent(content=None, name="register-2025.xlsx"):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, BOOK.read_bytes() if content is None else content)


def changed_book(change):
    """The workbook after `change(book)`."""
    book = openpyxl.load_workbook(BOOK)
    change(book)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def upload(browser, content=None, year=2025, **named):
    return browser.post(NEW, {"year": year, "file": sent(content, **named)})


def load(browser, content=None):
    """Upload and confirm; the address of the import."""
    address = upload(browser, content)["Location"]
    shown = browser.get(address).context["plan"].digest
    return browser.post(address, {"shown": shown})


def kept_files(tmp_path):
    return list((tmp_path / "uploads").glob("*"))


def test_preview_writes_nothing_and_confirmation_loads(browser, tmp_path):
    answer = upload(browser)
    assert answer.status_code == 302
    page = browser.get(answer["Location"])
    assert not Cycle.objects.exists()
    contracts = next(sheet for sheet in page.context["sheets"] if sheet["title"] == "Контракты")
    assert contracts["counts"]["created"] == 983
    assert "и ещё 883" in page.content.decode()
    assert len(kept_files(tmp_path)) == 1

    answer = browser.post(answer["Location"], {"shown": page.context["plan"].digest})
    done = Import.objects.get()
    assert answer["Location"] == f"/imports/{done.pk}/"
    assert ProjectYear.objects.count() == 51
    assert kept_files(tmp_path) == []
    text = browser.get(f"/imports/{done.pk}/").content.decode()
    assert "983" in text
    assert "Загружена книга реестра" in text
    assert "register-2025.xlsx" in browser.get("/imports/").content.decode()
    assert len(browser.get("/projects/").context["page"]) == 50


def test_second_load_of_the_same_book_changes_nothing(browser):
    load(browser)
    page = browser.get(upload(browser)["Location"])
    assert "загружать нечего" in page.content.decode()
    assert ">Загрузить</button>" not in page.content.decode()


def test_difference_is_shown_with_was_and_is(browser):
    def change(book):
        sheet = book["Контракты"]
        sheet["E4"] = 1.5
        sheet.delete_rows(5)

    load(browser)
    page = browser.get(upload(browser, changed_book(change))["Location"])
    contracts = next(sheet for sheet in page.context["sheets"] if sheet["title"] == "Контракты")
    assert (contracts["counts"]["changed"], contracts["counts"]["removed"]) == (1, 1)
    assert "5\u00a0578\u00a0120,64 → <b>1,50</b>" in page.content.decode()


def test_errors_are_grouped_by_sheet_and_nothing_is_kept(browser, tmp_path):
    def spoil(book):
        book["Контракты"]["E4"] = "много"
        book["Контракты"]["C5"] = "частный"
        book["Отчеты"]["A4"] = "ZZ"

    answer = upload(browser, changed_book(spoil))
    assert answer.status_code == 200
    assert {sheet: len(found) for sheet, found in answer.context["problems"].items()} == {"Контракты": 2, "Отчеты": 1}
    text = answer.content.decode()
    assert "Книга не загружена, реестр не изменился" in text
    assert "много" in text
    assert kept_files(tmp_path) == []
    assert not Cycle.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "year", "field", "word"),
    [
        (b"text", "книга.txt", 2025, "file", ".xlsx"),
        (b"", "книга.xlsx", 2025, "file", "пуст"),
        (b"x" * (20 * 1024 * 1024 + 1), "книга.xlsx", 2025, "file", "20"),
        (None, "книга.xlsx", 2019, "year", "2020"),
        (None, "книга.xlsx", 2077, "year", "рано"),
    ],
)
def test_wrong_file_or_year_is_told_beside_the_field(browser, content, name, year, field, word):
    form = upload(browser, content, year, name=name).context["form"]
    assert word in form.errors[field][0]


def test_file_that_is_no_workbook_is_told(browser):
    assert "Это не книга Excel" in upload(browser, b"PKxx", name="книга.xlsx").content.decode()


def test_form_without_a_file_asks_for_it(browser):
    assert "file" in browser.post(NEW, {"year": 2025}).context["form"].errors


def test_cancelled_upload_is_forgotten(browser, tmp_path):
    address = upload(browser)["Location"]
    assert browser.post(address, {"cancel": "1"}).status_code == 302
    assert kept_files(tmp_path) == []
    assert browser.get(address)["Location"] == NEW
    assert not Cycle.objects.exists()


def test_upload_belongs_to_its_session(browser, client_of, user_with):
    address = upload(browser)["Location"]
    other = client_of(user_with(Role.OFFICE))
    assert other.get(address)["Location"] == NEW
    assert other.post(address, {"shown": ""})["Location"] == NEW
    assert not Import.objects.exists()


def test_register_changed_between_preview_and_confirmation(browser):
    load(browser)

    def change(book):
        book["Контракты"]["E4"] = 1.5

    address = upload(browser, changed_book(change))["Location"]
    shown = browser.get(address).context["plan"].digest
    Contract.objects.first().delete()
    answer = browser.post(address, {"shown": shown})
    assert answer.status_code == 409
    assert "посмотрите различия ещё раз" in answer.content.decode()
    assert Import.objects.count() == 1
    assert browser.post(address, {"shown": answer.context["plan"].digest}).status_code == 302
    assert Import.objects.count() == 2


def test_forgotten_uploads_of_others_go_after_a_day(settings, tmp_path):
    old = uploads.keep(b"old")
    with clock.at(clock.now() + timedelta(days=800)):
        new = uploads.keep(b"new")
    assert (uploads.content_of(old), uploads.content_of(new)) == (None, b"new")


def test_copy_of_the_book_is_for_those_who_see_people(browser, client_of, user_with):
    load(browser)
    address = f"/imports/{Import.objects.get().pk}/file/"
    answer = browser.get(address)
    assert 'filename="register-2025.xlsx"' in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert client_of(user_with(Role.AUDITOR)).get(address).status_code == 200
    assert client_of(user_with(Role.ADMIN)).get(address).status_code == 403
    assert client_of(user_with(Role.COUNCIL_MEMBER)).get(address).status_code == 403
    Import.objects.get().file.delete(save=False)
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.ECONOMY_COMMITTEE])
def test_only_the_office_loads(client_of, user_with, role):
    browser = client_of(user_with(role))
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, {}).status_code == 403
    assert browser.get(f"{NEW}token/").status_code == 403


def test_no_imports_yet(browser, client_of, user_with):
    assert "Книг ещё не загружали" in browser.get("/imports/").content.decode()
    assert "/imports/new/" not in client_of(user_with(Role.AUDITOR)).get("/imports/").content.decode()
