"""Why a message has not left: in words, without anybody's address."""

import pytest

from ranking_portal.notices.reasons import in_words


@pytest.mark.parametrize(
    ("noted", "meaning"),
    [
        ("ConnectionRefusedError(111, 'Connection refused')", "почтовый сервер не отвечает"),
        ("SMTPRecipientsRefused({'petrova@lenobl.test': (550, b'no')})", "почтовый сервер не принял адрес получателя"),
        ("RuntimeError('шрифт не найден')", ""),
    ],
)
def test_what_an_error_means(noted: str, meaning: str) -> None:
    assert in_words(noted)[0] == meaning


def test_an_address_is_not_shown() -> None:
    shown = in_words("SMTPRecipientsRefused({'petrova@lenobl.test': (550, b'<petrova@lenobl.test> unknown')})")[1]
    assert "petrova" not in shown
    assert "550" in shown
