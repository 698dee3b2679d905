"""The scan of the signed protocol is kept: on a phone without scripts, at a desk; a wrong file is told first."""

from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.bonus_fund import year as years
from tests.browser.hands import Hand
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
SCAN = b"%PDF-1.7 signed protocol"
LOOKS: dict[str, Any] = {
    "phone-plain": {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False},
    "wide": {"viewport": {"width": 1440, "height": 900}},
}


def file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.mark.parametrize("look", LOOKS)
def test_the_signed_protocol_is_kept_with_its_hash(browser: Browser, live_server: Any, portal_day: Any, look: str):
    year = years.approved_year()
    portal_day.day = years.APPROVED
    context = browser.new_context(locale="ru-RU", **LOOKS[look])
    page = context.new_page()
    hand = Hand(page)
    page.goto(f"{live_server.url}/login/?next=/protocols/{year.protocol.pk}/")
    hand.write("Имя для входа", year.office.username)
    hand.write("Пароль", PASSWORD)
    hand.press("Войти")
    hand.follow("Приложить скан")
    hand.attach("Файл скана", file("protocol.pdf", b"only words"))
    hand.press("Приложить")
    expect(page.get_by_role("alert")).to_contain_text("содержимое этого файла — другое")
    hand.attach("Файл скана", file("protocol.pdf", SCAN))
    hand.press("Приложить")
    hand.sees("Приложен скан № 1")
    hand.sees(sha256(SCAN).hexdigest())
    kept = page.get_by_role("link", name="protocol.pdf")
    assert page.request.get(f"{live_server.url}{kept.get_attribute('href')}").body() == SCAN
    hand.follow("Приложить ещё один скан")
    hand.sees("Прежние сканы останутся в деле.")
    context.close()
