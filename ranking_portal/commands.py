"""What the portal's commands share: reading arguments, the acting user, refusing in words."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError

from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM, Principal
from ranking_portal.typed import whole_number

FIRST_YEAR, LAST_YEAR = 2020, 2100


def a_date(text: str) -> date:
    """A day given as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"дата «{text}»: нужна вида ГГГГ-ММ-ДД") from error


def a_year(text: str) -> int:
    """A fiscal year."""
    year = whole_number(text)
    if year is None or not 1900 <= year <= LAST_YEAR:
        raise ArgumentTypeError(f"год «{text}»: нужны четыре цифры")
    return year


def acting_user(login: str | None) -> Principal:
    """The user named by --user, or the system itself."""
    if not login:
        return SYSTEM
    user = User.objects.filter(username__iexact=login, is_active=True).first()
    if user is None:
        raise CommandError(f"Нет действующей учётной записи «{login}».")
    return user
