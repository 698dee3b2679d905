"""A mail server that has no room now."""

from smtplib import SMTPRecipientsRefused
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class Refusing(BaseEmailBackend):
    """Takes nothing, as SMTP says it."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPRecipientsRefused({one.to[0]: (451, b"try later") for one in email_messages})
