"""What accounts keep of their owners, and how they are closed for good."""

from collections.abc import Iterator
from datetime import date

from ranking_portal import clock
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.journal.personal_data import told_until
from ranking_portal.personal_fields import ERASED, Leaving, Term, accounts_until, erases, holds

common = {
    "whose": "те, кто входит в портал",
    "purpose": "впускать только тех, кому положено, и только туда, куда положено",
    "ground": "ст. 19 Федерального закона № 152-ФЗ",
    "term": Term.ACCOUNT,
    "seen_by": "администратор, контроль; владелец – свою",
}
holds(
    "accounts.User",
    {
        "username": "имя для входа",
        "full_name": "фамилия, имя, отчество",
        "person": "человек в реестре",
        "email": "электронная почта",
        "password": "отпечаток пароля (сам пароль не хранится, отпечаток не показывается никому)",
        "last_login": "последний вход",
        "is_active": "может входить",
        "password_is_temporary": "пароль временный",
    },
    title="Учётные записи",
    account="pk",
    **common,
)
holds(
    "accounts.RoleGrant",
    {"user": "чья роль", "role": "роль", "since": "с", "until": "по", "order": "основание"},
    title="Роли",
    account="user",
    **common,
)
holds(
    "sessions.Session",
    {
        "session_data": "кто вошёл, год работы, что открывал последним",
        "session_key": "ключ сеанса",
        "expire_date": "до когда",
    },
    title="Сеансы",
    **(common | {"term": Term.SESSION, "seen_by": "никто"}),
)
LOGIN = "erased-"


@accounts_until
def used() -> Iterator[tuple[int, date]]:
    """Roles keep an account until their last day; a sign-in, and whatever was done with it, until that day."""
    for user, until in RoleGrant.objects.values_list("user_id", "until"):
        yield user, until or date.max
    for user, last in User.objects.exclude(last_login=None).values_list("pk", "last_login"):
        assert last is not None
        yield user, last.astimezone(clock.MOSCOW).date()
    yield from told_until(User)


@erases
def close(leaving: Leaving) -> None:
    """The account stays, for what its owner has done; it opens nothing and names nobody."""
    for user in User.objects.filter(pk__in=leaving.accounts):
        user.username, user.full_name, user.email = f"{LOGIN}{user.pk}", f"Обезличен №\u00a0{user.pk}", ""
        user.is_active, user.last_login = False, None
        user.set_unusable_password()
        user.save()
    RoleGrant.objects.filter(user__in=leaving.accounts).exclude(order="").update(order=ERASED)
