"""Why a message has not left, in words; addresses of people are not shown."""

import re

# Beginnings of what the outbox has noted, with what they mean; the rest is shown as it was noted.
MEANINGS = {
    "ConnectionRefusedError": "почтовый сервер не отвечает",
    "TimeoutError": "почтовый сервер не ответил вовремя",
    "SMTPServerDisconnected": "почтовый сервер прервал разговор",
    "SMTPRecipientsRefused": "почтовый сервер не принял адрес получателя",
    "SMTPSenderRefused": "почтовый сервер не принял адрес отправителя",
    "SMTPAuthenticationError": "почтовый сервер не принял имя или пароль портала",
    "SMTPDataError": "почтовый сервер не принял письмо",
    "gaierror": "почтовый сервер не найден по имени",
}
ADDRESS = re.compile(r"[^\s'\"<>(]+@[^\s'\"<>)]+")


def in_words(noted: str) -> tuple[str, str]:
    """What an error means ("" where that is not known), and the error itself without anybody's address."""
    meaning = next((words for name, words in MEANINGS.items() if noted.startswith(name)), "")
    return meaning, ADDRESS.sub("…@…", noted)
