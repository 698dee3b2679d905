"""The upload page: nothing is written before it is seen and confirmed."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import ranking_portal.demo
from projects import uploads
from projects.models import Contract, Cycle, Import, ImportState, ProjectYear
from ranking_portal import clock
from ranking_portal.accounts.enums import Role

pytestmark = pytest.mark.django_db
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


def upload(browser, content=None, year=2025, profile="office", **named):
    return browser.post(NEW, {"profile": profile, "year": year, "file": sent(content, **named)})


def shown(browser, content=None, **more):
    """The import as its page shows it after the upload."""
    return browser.get(upload(browser, content, **more)["Location"])


def act(browser, page, action="confirm"):
    done = page.context["done"]
    return browser.post(f"/imports/{done.pk}/act/", {"action": action, "shown": done.shown})


def load(browser, content=None, **more):
    """Upload and confirm; the import."""
    page = shown(browser, content, **more)
    act(browser, page)
    return Import.objects.get(pk=page.context["done"].pk)


def kept_files(tmp_path):
    return list((tmp_path / "uploads").glob("*"))


def test_preview_writes_nothing_and_confirmation_loads(browser, tmp_path):
    page = shown(browser)
    assert not Cycle.objects.exists()
    assert page.context["done"].counts["Контракты"]["created"] == 983
    assert len(kept_files(tmp_path)) == 1
    last = browser.get(f"/imports/{page.context['done'].pk}/", {"sheet": "Контракты", "part": "created", "page": 10})
    assert len(last.context["rows"]) == 83
    assert "Страница 10 из 10" in last.content.decode()

    act(browser, page)
    done = Import.objects.get()
    assert done.state == ImportState.DONE
    assert ProjectYear.objects.count() == 51
    assert kept_files(tmp_path) == []
    text = browser.get(f"/imports/{done.pk}/").content.decode()
    assert "983" in text
    assert "Загружена книга реестра" in text
    assert "register-2025.xlsx" in browser.get("/imports/").content.decode()
    assert len(browser.get("/projects/").context["page"]) == 50


def test_second_load_of_the_same_book_changes_nothing(browser):
    load(browser)
    page = shown(browser).content.decode()
    assert "загружать нечего" in page
    assert ">Загрузить</button>" not in page


def test_difference_is_shown_with_was_and_is_and_may_be_taken_back(browser):
    def change(book):
        sheet = book["Контракты"]
        sheet["E4"] = 1.5
        sheet.delete_rows(5)

    load(browser)
    page = shown(browser, changed_book(change))
    counts = page.context["done"].counts["Контракты"]
    assert (counts["changed"], counts["removed"]) == (1, 1)
    assert "5\u00a0578\u00a0120,64 → <b>1,50</b>" in page.content.decode()
    act(browser, page)
    told = browser.get(f"/imports/{page.context['done'].pk}/result/")
    changes = openpyxl.load_workbook(io.BytesIO(b"".join(told.streaming_content)))["Изменения"]
    lines = [[cell.value for cell in row] for row in changes.iter_rows(min_row=2)]
    assert lines[0][1:3] == ["изменено", 4]
    assert lines[0][4:] == ["Цена, руб.", "5\u00a0578\u00a0120,64", "1,50"]
    assert [line[1] for line in lines] == ["изменено", "исчезло"]
    address = f"/imports/{page.context['done'].pk}/revert/"
    assert "вернётся к прежним значениям" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 302
    assert Contract.objects.count() == 983
    assert Contract.objects.get(number="01455617590589").price_kopecks == 557812064
    assert browser.post(address).status_code == 409


def test_errors_are_grouped_by_sheet_and_marked_in_the_file(browser, client_of, user_with):
    def spoil(book):
        book["Контракты"]["E4"] = "много"
        book["Контракты"]["C5"] = "частный"
        book["Отчеты"]["A4"] = "ZZ"

    answer = shown(browser, changed_book(spoil))
    assert {sheet: len(found) for sheet, found in answer.context["problems"].items()} == {"Контракты": 2, "Отчеты": 1}
    text = answer.content.decode()
    assert "Файл не загружен, реестр не изменился" in text
    assert "много" in text
    assert not Cycle.objects.exists()
    address = f"/imports/{answer.context['done'].pk}/marked/"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(browser.get(address).streaming_content)))
    cell = book["Контракты"]["E4"]
    assert (cell.value, cell.comment.text, cell.fill.fgColor.rgb) == (
        "много",
        "Не сумма: нужно число вида 78\u00a0400,50",
        "FFFFC7CE",
    )
    assert book["Отчеты"]["A4"].comment.text == "Проекта нет на листе «Проекты»"
    assert client_of(user_with(Role.OFFICE)).get(address).status_code == 404


def test_strange_headers_are_named_once_and_remembered(browser):
    load(browser)
    head = "Шифр;Номер контракта;Вид;Предмет;Стоимость;Дата заключения;Заказчик;Примечание"
    rows = "E3;77-1;государственный;Работы;1 000,50;05.03.2025;КТТ;срочно"
    assert ProjectYear.objects.filter(project__code="E3").exists()
    customer = Contract.objects.first().customer.short_name
    content = f"{head}\n{rows.replace('КТТ', customer)}\n".encode("cp1251")
    page = shown(browser, content, profile="procurement", name="выгрузка.csv")
    made = page.context["done"]
    assert made.state == ImportState.COLUMNS
    address = f"/imports/{made.pk}/columns/"
    (form,) = browser.get(address).context["forms"]
    assert [field.label for field in form] == ["«Шифр»", "«Стоимость»", "«Примечание»"]
    assert form["h1"].help_text == "Например: 1 000,50"
    names = [field.html_name for field in form]
    again = browser.post(address, dict(zip(names, ("price_kopecks", "price_kopecks", "-"), strict=True)))
    assert "выбран для нескольких" in again.content.decode()
    browser.post(address, dict(zip(names, ("card__project__code", "price_kopecks", "-"), strict=True)))
    page = browser.get(f"/imports/{made.pk}/")
    assert page.context["done"].counts["Контракты"] == {
        "rows": 1,
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
    }
    assert not page.context["done"].warnings
    act(browser, page)
    assert Contract.objects.get(number="77-1").price_kopecks == 100050
    assert shown(browser, content, profile="procurement").context["done"].state == ImportState.SAME


@pytest.mark.parametrize(
    ("content", "name", "year", "field", "word"),
    [
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
    assert "Это не книга Excel" in shown(browser, b"PKxx", name="книга.xlsx").content.decode()


def test_form_without_a_file_asks_for_it(browser):
    assert "file" in browser.post(NEW, {"year": 2025}).context["form"].errors


def test_cancelled_upload_is_forgotten(browser, tmp_path):
    page = shown(browser)
    act(browser, page, "cancel")
    assert kept_files(tmp_path) == []
    assert Import.objects.get().state == ImportState.CANCELLED
    act(browser, page)
    assert not Cycle.objects.exists()


def test_register_changed_between_preview_and_confirmation(browser):
    load(browser)

    def change(book):
        book["Контракты"]["E4"] = 1.5

    page = shown(browser, changed_book(change))
    Contract.objects.first().delete()
    act(browser, page)
    again = browser.get(f"/imports/{page.context['done'].pk}/")
    assert again.context["done"].state == ImportState.SHOWN
    assert "посмотрите различия ещё раз" in again.content.decode()
    act(browser, again, "again")
    act(browser, browser.get(f"/imports/{page.context['done'].pk}/"))
    assert Import.objects.get(pk=page.context["done"].pk).state == ImportState.DONE


def test_a_file_that_is_no_longer_kept_is_asked_for_again(browser, tmp_path):
    page = shown(browser)
    kept_files(tmp_path)[0].unlink()
    act(browser, page)
    assert "загрузите его ещё раз" in browser.get(f"/imports/{page.context['done'].pk}/").content.decode()
    assert not Cycle.objects.exists()


def test_forgotten_uploads_of_others_go_after_a_day(settings, tmp_path):
    old = uploads.keep(b"old")
    with clock.at(clock.now() + timedelta(days=800)):
        new = uploads.keep(b"new")
    assert (uploads.content_of(old), uploads.content_of(new)) == (None, b"new")


def test_copy_of_the_book_is_for_those_who_see_people(browser, client_of, user_with):
    address = f"/imports/{load(browser).pk}/file/"
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
    assert browser.post("/imports/1/act/", {"action": "confirm"}).status_code == 403


def test_no_imports_yet(browser, client_of, user_with):
    assert "Файлов ещё не загружали" in browser.get("/imports/").content.decode()
    assert "/imports/new/" not in client_of(user_with(Role.AUDITOR)).get("/imports/").content.decode()
