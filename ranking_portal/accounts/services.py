"""Commands on accounts: the only writers of users and of their roles.

Every one is journaled. Each raises PermissionDenied without the right, and ValidationError with a Russian sentence
where the portal's own order forbids it.
"""

import secrets
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet

from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.enums import GRANTABLE_ROLES, Role
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.accounts.principals import Principal
from ranking_portal.accounts.signin.proof import require_fresh
from ranking_portal.directory.models import Person
from ranking_portal.journal import services as journal

MANAGE = "accounts.manage"
# No letters and figures that are taken for one another on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
DAY = timedelta(days=1)

check_login = RegexValidator(
    r"^[a-z0-9][a-z0-9._@-]{2,63}\Z",
    "Имя для входа – от 3 до 64 знаков: латинские буквы, цифры, точка, дефис, подчёркивание, @.",
)


def one_time_password() -> str:
    """Four groups of four signs, about 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def authorize(by: Principal) -> None:
    """Raise PermissionDenied without the right to change accounts, ProofNeeded where its owner has to show himself."""
    require(by, MANAGE)
    require_fresh(is_system=by.is_system)


def create_account(
    *, by: Principal, username: str, full_name: str, email: str = "", password: str | None = None
) -> tuple[User, str]:
    """A new account without roles, and its password: the given one, or a generated one that its owner must change."""
    authorize(by)
    username = User.normalize_username(username)
    check_login(username)
    with journal.transaction():
        if User.objects.filter(username=username).exists():
            raise ValidationError(f"Имя для входа «{username}» уже занято.")
        user = User(username=username, full_name=full_name, email=email)
        if password is not None:
            validate_password(password, user)
        issued = password or one_time_password()
        user.set_password(issued)
        user.password_is_temporary = password is None
        user.save()
        journal.record(by.actor, "Учётная запись создана", obj=user, personal={"username": username})
    return user, issued


def create_account_with_role(
    *, by: Principal, role: Role | None, order: str = "", **account: str
) -> tuple[User, str, RoleGrant | None]:
    """A new account, its generated password, and its first role from today where one is named: all of it or nothing."""
    with journal.transaction():
        user, issued = create_account(by=by, **account)
        given = grant_role(user, by=by, role=role, since=clock.today(), order=order) if role else None
    return user, issued, given


def change_account(user: User, *, by: Principal, full_name: str, email: str) -> User:
    """Correct the name and the address of e-mail; the login name stays for good."""
    require(by, MANAGE)
    with journal.transaction():
        fresh = _locked(user)
        changed = journal.diff(
            {"full_name": fresh.full_name, "email": fresh.email}, {"full_name": full_name, "email": email}
        )
        if changed:
            fresh.full_name, fresh.email = full_name, email
            fresh.save(update_fields=("full_name", "email"))
            words = {name: f"{was or 'пусто'} → {now or 'пусто'}" for name, (was, now) in changed.items()}
            journal.record(by.actor, "Учётная запись исправлена", obj=fresh, personal=words)
    return fresh


def tie_person(user: User, person: Person | None, *, by: Principal) -> User:
    """Say which person of the register the account is of (None: of nobody); his offices come with it."""
    authorize(by)
    _not_oneself(user, by, "Связать с человеком собственную учётную запись нельзя: за ним идут роли.")
    with journal.transaction():
        fresh = _locked(user)
        if person and User.objects.filter(person=person).exclude(pk=fresh.pk).exists():
            raise ValidationError(f"У человека «{person}» уже есть учётная запись.")
        was, fresh.person = fresh.person, person
        fresh.save(update_fields=("person",))
        action = "Учётная запись связана с человеком" if person else "Связь учётной записи с человеком снята"
        words = {"person": f"{_named(was)} → {_named(person)}"}
        journal.record(by.actor, action, obj=fresh, personal=words)
    return fresh


def switch(user: User, *, by: Principal, active: bool) -> User:
    """Switch an account off (every session of it ends at once) or on again."""
    authorize(by)
    _not_oneself(user, by, "Выключить собственную учётную запись нельзя.")
    with journal.transaction():
        _lock_administrators()
        fresh = _locked(user)
        if fresh.is_active == active:
            return fresh
        own = RoleGrant.objects.on(clock.today()).filter(user=fresh, role=Role.ADMIN)
        if not active and own.exists():
            _administrator_remains(clock.today(), without=own)
        fresh.is_active = active
        fresh.save(update_fields=("is_active",))
        action = "Учётная запись включена" if active else "Учётная запись выключена"
        journal.record(by.actor, action, obj=fresh, details={"is_active": [not active, active]})
    return fresh


def reset_password(user: User, *, by: Principal) -> str:
    """Give a new password, returned once and kept nowhere; its owner must change it at the next sign-in."""
    authorize(by)
    _not_oneself(user, by, "Свой пароль меняют на странице «Смена пароля».")
    with journal.transaction():
        fresh = _locked(user)
        issued = one_time_password()
        fresh.set_password(issued)
        fresh.password_is_temporary = True
        fresh.save(update_fields=("password", "password_is_temporary"))
        journal.record(by.actor, "Пароль сброшен", obj=fresh)
    return issued


def change_own_password(user: User, password: str) -> User:
    """The owner's new password; his other sessions end."""
    with journal.transaction():
        user.set_password(password)
        user.save(update_fields=("password", "password_is_temporary"))
        journal.record(user.actor, "Пароль изменён владельцем", obj=user)
    return user


def grant_role(
    user: User, *, by: Principal, role: Role, since: date, until: date | None = None, order: str = ""
) -> RoleGrant:
    """Give a role from a day, for good or until a day (included), by an order. Heads' roles follow from offices."""
    authorize(by)
    _not_oneself(user, by, "Менять собственные роли нельзя.")
    if role not in GRANTABLE_ROLES:
        raise ValidationError(f"Роль «{role.label}» не выдаётся: она следует из должности.")
    if until and until < since:
        raise ValidationError("Роль не может закончиться раньше, чем начнётся.")
    with journal.transaction():
        fresh = _locked(user)
        if _meeting(fresh, role, since, until).exists():
            raise ValidationError(f"Роль «{role.label}» в эти дни уже выдана.")
        grant = RoleGrant.objects.create(user=fresh, role=role, since=since, until=until, order=order)
        details = {"role": role.label, "since": since, "until": until, "order": order}
        journal.record(by.actor, f"Выдана роль: {role.label}"[:128], obj=fresh, details=details)
    return grant


def revoke_role(grant: RoleGrant, *, by: Principal, last_day: date, order: str = "") -> None:
    """End a role after `last_day`. Yesterday ends it at once; a grant that never came into force is taken away.

    The past is not rewritten: `last_day` is yesterday at the earliest. The portal never stays without an administrator.
    """
    authorize(by)
    _not_oneself(grant.user, by, "Менять собственные роли нельзя.")
    if last_day < clock.today() - DAY:
        raise ValidationError("Последний день роли – не раньше вчерашнего: прошлое не переписывается.")
    with journal.transaction():
        _lock_administrators()
        fresh = RoleGrant.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=grant.pk)
        if fresh.until and fresh.until <= last_day:
            raise ValidationError(f"Роль и так действует только по {fresh.until:%d.%m.%Y}.")
        if fresh.role == Role.ADMIN and fresh.user.is_active:
            _administrator_remains(last_day + DAY, without=RoleGrant.objects.filter(pk=fresh.pk))
        was = fresh.until
        if last_day < fresh.since:
            fresh.delete()
        else:
            fresh.until = last_day
            fresh.save(update_fields=("until",))
        label = Role(fresh.role).label
        details = {"role": label, "until": [was, last_day], "order": order}
        journal.record(by.actor, f"Отозвана роль: {label}"[:128], obj=fresh.user, details=details)


def _locked(user: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _named(person: Person | None) -> str:
    return f"{person}, таб. №\u00a0{person.personnel_number}" if person else "никто"


def _not_oneself(user: User, by: Principal, reason: str) -> None:
    if user.pk == by.pk:
        raise ValidationError(reason)


def _meeting(user: User, role: Role, since: date, until: date | None) -> QuerySet[RoleGrant]:
    """Grants of the role that share at least one day with since–until."""
    meeting = RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gte=since), user=user, role=role)
    return meeting.filter(since__lte=until) if until else meeting


def _lock_administrators() -> None:
    """Make those who take administrators away wait for one another, so that the last two do not go at once."""
    list(RoleGrant.objects.select_for_update().filter(role=Role.ADMIN).order_by("pk"))


def _administrator_remains(day: date, *, without: QuerySet[RoleGrant]) -> None:
    """Raise ValidationError where nobody who may sign in administers the portal on the day, these grants apart."""
    administrators = RoleGrant.objects.on(day).filter(role=Role.ADMIN, user__is_active=True)
    if not administrators.exclude(pk__in=without).exists():
        raise ValidationError("Это последний администратор портала: сначала назначьте другого.")
