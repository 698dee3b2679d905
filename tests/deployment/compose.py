"""docker-compose.yml as Compose itself reads it: variables put in, anchors merged."""

import re
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

ROOT: Path = settings.BASE_DIR
# ${NAME}, ${NAME:-default} and ${NAME:?message}; one stands inside another's default at most once.
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::([-?])((?:[^{}]|\$\{[^{}]*\})*))?\}")
EXAMPLE = re.compile(r"^(# )?([A-Z_]+)=(.*)$", re.MULTILINE)


class Unset(Exception):
    """A variable that must be set is not; tells what Compose would."""


def with_variables(text: str, given: dict[str, str]) -> str:
    """The text with every variable replaced as Compose replaces it; raises Unset."""

    def value(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        if given.get(name):
            return given[name]
        if kind == "?":
            raise Unset(rest)
        return with_variables(rest or "", given)

    return VARIABLE.sub(value, text).replace("$$", "$")


def compose(given: dict[str, str]) -> dict[str, Any]:
    """The whole file under these settings."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return dict(yaml.safe_load(with_variables(plain, given)))


def variables_of_compose() -> set[str]:
    """Names that docker-compose.yml takes from .env."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return set(re.findall(r"\$\{([A-Z_]+)", text))


def example() -> dict[str, tuple[str, bool]]:
    """.env.example: the value of each line, and whether the line is in force."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return {name: (value, not hidden) for hidden, name, value in EXAMPLE.findall(text)}


def filled() -> dict[str, str]:
    """.env as an administrator makes it: the example, with what must be invented filled in."""
    invented = {
        "SECRET_KEY": "long-invented-key-of-fifty-signs-and-more-0123456789-abc",
        "POSTGRES_PASSWORD": "secret1",
    }
    return {name: value for name, (value, in_force) in example().items() if in_force} | invented


def environment(service: str, given: dict[str, str] | None = None) -> dict[str, str]:
    """What the service's processes are started with, beside the image's own."""
    found: dict[str, str] = compose(given or filled())["services"][service]["environment"]
    return {name: _as_text(value) for name, value in found.items()}


def _as_text(value: object) -> str:
    """What a process gets: an empty variable is empty, a truth is written as YAML writes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
