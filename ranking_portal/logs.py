"""What never stands in a log: addresses that open something by being known."""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

# The address of a person's own calendar: whoever knows it reads his terms.
SECRET_ADDRESS = re.compile(r"(/deadlines/)[\w-]{16,}(?=\.ics)")
HIDDEN = r"\1***"


def without_secrets(text: str) -> str:
    """The text with the secret part of addresses hidden."""
    return SECRET_ADDRESS.sub(HIDDEN, text)


class HideSecrets(logging.Filter):
    """Hides secret addresses in every line of the portal's log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the line together, hide what must not stand there, and let it through."""
        record.msg, record.args = without_secrets(record.getMessage()), None
        return True


class AccessLog(Logger):  # type: ignore[misc]
    """Gunicorn's log of requests without secret addresses."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """Parts of a line, each with what must not stand there hidden."""
        parts = super().atoms(*args)
        return {name: without_secrets(part) if isinstance(part, str) else part for name, part in parts.items()}
