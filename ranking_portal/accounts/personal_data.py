"""What accounts keep of their owners, and how they are closed for good."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db.models import Q, QuerySet

from ranking_portal import clock
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.journal.personal_data import told_until
from ranking_portal.personal_fields import ERASED, Leaving, Term, accounts_until, by_day, called, erases, holds

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
        "password": "отпечаток пароля (сам пароль не хранится, отпечаток не показывается никому)",  # nosec B105 - words
        "last_login": "последний вход",
        "is_active": "может входить",
        "password_is_temporary": "пароль временный",  # nosec B105 - words
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
seen = common | {"seen_by": "только владелец"}
holds(
    "usersessions.UserSession",
    {
        "user": "чей сеанс",
        "created_at": "когда начат",
        "last_seen_at": "когда был последний раз",
        "ip": "с какого адреса",
        "user_agent": "каким браузером",
        "session_key": "ключ сеанса",
        "data": "служебные сведения",
    },
    title="Открытые сеансы",
    account="user",
    **(seen | {"term": Term.SESSION}),
)
holds(
    "mfa.Authenticator",
    {
        "user": "чей",
        "type": "вид",
        "data": "секрет кода или открытый ключ",
        "created_at": "когда заведён",
        "last_used_at": "когда пригодился",
    },
    title="Второй фактор",
    account="user",
    **seen,
)
attempts = common | {"term": Term.PASSING, "seen_by": "никто: портал только считает"}
holds(
    "axes.AccessAttempt",
    {
        "username": "имя для входа (чужое – отпечатком)",
        "ip_address": "с какого адреса",
        "user_agent": "каким браузером",
        "http_accept": "что принимает браузер",
        "path_info": "страница входа",
        "get_data": "что было в адресе, без введённого",
        "post_data": "поля формы, без введённого",
        "attempt_time": "когда",
        "failures_since_start": "сколько раз",
    },
    title="Неудачные входы",
    **attempts,
)
holds(
    "socialaccount.SocialAccount",
    {
        "user": "чья",
        "provider": "где",
        "uid": "номер там",
        "extra_data": "что сообщил внешний вход",
        "last_login": "последний вход",
        "date_joined": "когда связана",
    },
    title="Внешний вход",
    account="user",
    **common,
)
# Tables of the packages that the portal leaves empty: it keeps no logs of theirs, no addresses, no foreign tokens.
EMPTY = (
    "axes.AccessFailureLog",
    "axes.AccessLog",
    "axes.AccessAttemptExpiration",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "socialaccount.SocialApp",
    "socialaccount.SocialToken",
)
called("accounts.User", "full_name")
LOGIN = "erased-"


@accounts_until
def used() -> Iterator[QuerySet[Any, Any] | tuple[int, date]]:
    """Roles keep an account until their last day; a sign-in, and whatever was done with it, until that day."""
    yield by_day(RoleGrant.objects.all(), "user_id", "until")
    for user, last in User.objects.exclude(last_login=None).values_list("pk", "last_login"):
        assert last is not None
        yield user, last.astimezone(clock.ZONE).date()
    yield from told_until(User)


@erases
def close(leaving: Leaving) -> None:
    """The account stays, for what its owner has done; it opens nothing and names nobody."""
    for user in User.objects.filter(pk__in=leaving.accounts):
        user.username, user.full_name, user.email = f"{LOGIN}{user.pk}", f"Обезличен №\u00a0{user.pk}", ""
        user.is_active, user.last_login = False, None
        user.set_unusable_password()
        user.save()
    for model in (UserSession, Authenticator, SocialAccount):
        model.objects.filter(user__in=leaving.accounts).delete()
    begun = datetime.combine(leaving.before, time(), clock.ZONE)
    AccessAttempt.objects.filter(Q(username__in=leaving.words) | Q(attempt_time__lt=begun)).delete()
    RoleGrant.objects.filter(user__in=leaving.accounts).exclude(order="").update(order=ERASED)
