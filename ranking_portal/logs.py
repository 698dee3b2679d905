"""What the portal's log says, a line an event, and what never stands in it.

Every line carries the id of the request or the task it belongs to and the user's number; it names nobody. The log is in
English: whatever is in Cyrillic came from the data, from a name to a title, and is hidden with addresses of mail,
queries of addresses, passwords inside addresses and long random parts that open something by being known.
"""

import logging
import os
import re
from collections.abc import Mapping
from typing import Any

import structlog
from gunicorn.glogging import Logger
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "***"
SECRETS = (
    # What is asked of a page: names searched for, keys of links.
    (re.compile(r"(?<=[\w/.-])\?[^\s\"'>]+"), f"?{HIDDEN}"),
    # The key of a calendar, of a printed document, of a link in a letter.
    (re.compile(r"(?<=/)(?:(?=[\w-]*[A-Z0-9])[\w-]{16,}|[\w-]{32,})(?![\w-]|\.py)"), HIDDEN),
    (re.compile(r"(?<=://)[^\s/@]+@"), f"{HIDDEN}@"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    # PostgreSQL quotes the row that it has refused.
    (re.compile(r"(?<=DETAIL:).*"), f" {HIDDEN}"),
    (re.compile(r"[А-Яа-яЁё]+(?:[\s.,«»\"'-]+[А-Яа-яЁё]+)*"), HIDDEN),
)


def without_secrets(text: str) -> str:
    """The text with everything hidden that opens something or names somebody."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def _hide(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    # Which browser somebody has is nobody's business.
    kept = {key: value for key, value in event.items() if key != "user_agent"}
    return {key: without_secrets(value) if isinstance(value, str) else value for key, value in kept.items()}


def formatter(*, as_json: bool) -> logging.Formatter:
    """The one form of every line: a JSON document, or words for whoever looks at a terminal."""
    known: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *known, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: Processor = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, pad_level=False)
    if as_json:
        last = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    steps: list[Processor] = [
        ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        _hide,
        last,
    ]
    return ProcessorFormatter(foreign_pre_chain=known, processors=steps)


def json_wanted(environ: Mapping[str, str]) -> bool:
    """Whether lines are JSON: as LOG_JSON says, otherwise where there is a broker."""
    said = environ.get("LOG_JSON", "")
    return said.lower() in ("true", "1", "yes", "on") if said else bool(environ.get("CELERY_BROKER_URL"))


class AccessLog(Logger):  # type: ignore[misc]
    """Gunicorn's own log in the form of the portal's."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does it, then every handler takes the portal's form."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(formatter(as_json=json_wanted(os.environ)))

    def atoms(self, *args: Any) -> dict[str, Any]:
        """Parts of a line about a request, each with what must not stand there hidden."""
        parts = super().atoms(*args)
        return {name: without_secrets(part) if isinstance(part, str) else part for name, part in parts.items()} | {
            "q": ""
        }
