"""The first scene: accounts that need nobody from the register."""

from datetime import date
from typing import Any

from ranking_portal.accounts.enums import Role
from ranking_portal.demo.people import account
from ranking_portal.demo.story import scene

OFFICIALS = (
    ("office", "Петрова Анна Сергеевна", Role.OFFICE),
    ("governor", "Соколова Мария Игоревна", Role.GOVERNOR_OFFICE),
    ("administration", "Лебедев Олег Павлович", Role.ADMINISTRATION),
    ("economy", "Орлова Ирина Викторовна", Role.ECONOMY_COMMITTEE),
    ("finance", "Зайцев Павел Андреевич", Role.FINANCE_COMMITTEE),
    ("auditor", "Климов Андрей Юрьевич", Role.AUDITOR),
    ("admin", "Фомин Денис Олегович", Role.ADMIN),
)


@scene(date(2024, 11, 18))
def officials(cast: dict[str, Any]) -> str:
    """Accounts of the office and of the bodies around it."""
    for login, name, role in OFFICIALS:
        account(cast, login, role, name=name)
    return "учётные записи проектного офиса, комитетов и контроля"
