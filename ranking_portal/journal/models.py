"""The journal: who did what, when. Rows are only added, and each carries the hash of the one before it."""

from typing import Any, NoReturn

from django.db import models


class AppendOnly(RuntimeError):
    """Somebody tried to change or delete what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A queryset that refuses to change rows."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("the journal is append-only")

    def delete(self) -> NoReturn:
        raise AppendOnly("the journal is append-only")

    def _fetch_all(self) -> None:
        """Read, then put names in place of their marks: whoever shows an entry need not think of it."""
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new:
            from ranking_portal.journal.named import shown

            shown(one for one in self._result_cache or () if isinstance(one, Entry))


class Entry(models.Model):
    """One event. Actor and object are text, so the journal depends on no other app and outlives what it tells of.

    Names of people stand in the table as marks (see `names`); an entry that was read shows the names themselves.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=255)
    action = models.CharField(max_length=128)
    ref = models.CharField(max_length=128, blank=True)
    label = models.CharField(max_length=255, blank=True)
    clause = models.CharField(max_length=64, blank=True)
    # Canonical JSON text, hashed as it stands: a database's own JSON type would reorder the keys.
    details = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("ref", "-id")), models.Index(fields=("actor", "-id")))

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H:%M} {self.actor_label}: {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an existing row is never written again."""
        if self.pk is not None:
            raise AppendOnly("the journal is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("the journal is append-only")


class Head(models.Model):
    """The end of the chain: one row, locked last by whoever appends."""

    last_hash = models.CharField(max_length=64)
    length = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="journal_one_head"),)

    def __str__(self) -> str:
        return self.last_hash


class PersonalText(models.Model):
    """Personal words of an entry. The chain holds a salted digest only, so these can be erased without breaking it."""

    digest = models.CharField(max_length=64, unique=True)
    salt = models.CharField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return self.digest


class Name(models.Model):
    """How an account was called when it did something, or something was done with it. The chain holds the digest."""

    about = models.CharField(max_length=64, db_index=True)
    text = models.CharField(max_length=255)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.digest


class Check(models.Model):
    """When the whole of the journal was looked at, up to which record, and what was wrong ("" where nothing was)."""

    at = models.DateTimeField()
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    problems = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H:%M}: {self.problems or 'цел'}"
