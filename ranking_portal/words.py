"""Russian agreement of numbers with nouns, and days in words."""

from datetime import date

MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
NBSP = "\u00a0"


def agree(number: int, one: str, few: str, many: str) -> str:
    """The form of a noun after a number: 1 день, 2 дня, 5 дней, 11 дней, 21 день."""
    tens, units = abs(number) % 100, abs(number) % 10
    if 11 <= tens <= 14 or units == 0 or units >= 5:
        return many
    return one if units == 1 else few


def counted(number: int, one: str, few: str, many: str) -> str:
    """A number with its noun: "3 проекта"."""
    return f"{number}{NBSP}{agree(number, one, few, many)}"


def working_days(number: int) -> str:
    """ "1 рабочий день", "2 рабочих дня", "5 рабочих дней"."""
    return f"{number}{NBSP}{agree(number, 'рабочий день', 'рабочих дня', 'рабочих дней')}"


def long_day(day: date) -> str:
    """A day in full: "9 февраля 2026 года"."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}{NBSP}года"


def day_and_month(day: date) -> str:
    """A day without its year: "9 февраля"."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}"


def weekday(day: date) -> str:
    """The name of the day of the week."""
    return WEEKDAYS[day.weekday()]


def clause_anchor(clause: str) -> str:
    """The place of a clause on the page of the law: "2.6" -> "clause-2.6", "2.2(1)" -> "clause-2.2-1"."""
    return "clause-" + clause.replace("(", "-").replace(")", "")
