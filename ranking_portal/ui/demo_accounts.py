"""Accounts of the demonstration, shown on the sign-in page in demo mode only."""

import json

from django.conf import settings

FILE_NAME = "demo-accounts.json"


def remember(accounts: list[dict[str, str]]) -> None:
    """Keep the list beside the embedded database."""
    (settings.DATA_DIR / FILE_NAME).write_text(json.dumps(accounts, ensure_ascii=False, indent=1), encoding="utf-8")


def listed() -> list[dict[str, str]]:
    """[{login, name, roles, password}], empty where no demonstration was made."""
    kept = settings.DATA_DIR / FILE_NAME
    return json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else []
