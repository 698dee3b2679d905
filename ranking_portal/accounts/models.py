"""Users and the roles granted to them. There is no superuser: rights come from roles and offices only."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from ranking_portal import clock
from ranking_portal.accounts.enums import GRANTABLE_ROLES, Role
from ranking_portal.accounts.offices import Office, offices_of
from ranking_portal.directory.models import Person
from ranking_portal.journal.services import Actor
from ranking_portal.journal.standing import until_told


class UserManager(BaseUserManager["User"]):
    """Creates users with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password he cannot sign in until one is set."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by login name, whatever the case of letters."""
        return self.get(username=self.model.normalize_username(username or ""))


class User(AbstractBaseUser):
    """An account. `person` ties it to the register of people, and so to the offices he holds."""

    username = models.CharField("имя для входа", max_length=64, unique=True)
    full_name = models.CharField("фамилия, имя, отчество", max_length=255)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name="человек в реестре"
    )
    email = models.EmailField("электронная почта", blank=True)
    is_active = models.BooleanField("может входить", default=True)
    # Given by somebody else: its owner changes it before he does anything.
    password_is_temporary = models.BooleanField("пароль временный", default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    is_system = False

    class Meta:
        ordering = ("full_name",)

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Login names are kept in small letters: Ivanov and ivanov are one account."""
        return super().normalize_username(username).lower()

    def set_password(self, raw_password: str | None) -> None:
        """Set a password; it is not a temporary one unless said so afterwards."""
        super().set_password(raw_password)
        self.password_is_temporary = False

    @property
    def actor(self) -> Actor:
        """This user as the journal names him."""
        return Actor(f"user:{self.pk}", self.full_name)

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """Offices held today, by the person behind the account."""
        return offices_of(self.person_id, clock.today()) if self.person_id else ()

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Roles today: granted ones and those that follow from offices. An account that is switched off has none."""
        if not self.is_active:
            return frozenset()
        return _granted(self.pk, clock.today()) | {office.role for office in self.offices}

    def office_keys(self, role: Role) -> frozenset[str]:
        """Keys of the offices held today in a role."""
        return frozenset(office.key for office in self.offices if office.role == role)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Grants by day."""

    def on(self, day: date) -> Self:
        """Those in force on the day, both ends included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class RoleGrant(models.Model):
    """A role given to a user from a day, by an order."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name="учётная запись")
    role = models.CharField("роль", max_length=32, choices=[(r.value, r.label) for r in GRANTABLE_ROLES])
    since = models.DateField("с")
    until = models.DateField("по", null=True, blank=True)
    order = models.CharField("основание", max_length=255, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ("role", "since")
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "since"), name="role_grant_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in GRANTABLE_ROLES]), name="role_grant_not_derived"
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_grant_dates"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


@until_told
def _granted(user: int, day: date) -> frozenset[Role]:
    """Roles given to the user of the key by orders in force on the day: the journal tells of every one."""
    rows = RoleGrant.objects.on(day).filter(user=user).values_list("role", flat=True)
    return frozenset(Role(role) for role in rows)
