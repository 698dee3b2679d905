"""Editions of the law as rows. A row never changes: a correction is a new version, and the newest version counts."""

from datetime import date
from pathlib import PurePath
from typing import Any, NoReturn

from django.db import models

from ranking_portal.regulation.edition import Edition, parse

# The only fields that are written after the row was made: the file of the official text.
ATTACHABLE = frozenset({"official_text", "official_text_name", "official_text_sha256"})


# Editions already read, by digest: a content never changes under its digest, and there are few of them.
_read: dict[str, Edition] = {}


class EditionIsImmutable(RuntimeError):
    """Somebody tried to change or delete an edition."""


class EditionQuerySet(models.QuerySet["StoredEdition"]):
    """Editions by day; refuses to change rows."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise EditionIsImmutable("an edition never changes: make a new version")

    def delete(self) -> NoReturn:
        raise EditionIsImmutable("an edition is never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EditionIsImmutable("an edition never changes: make a new version")

    def in_force_on(self, day: date) -> "StoredEdition | None":
        """The newest version of what is in force on a day, known in full or by its act only."""
        return self.filter(in_force_from__lte=day).order_by("-in_force_from", "-version").first()

    def governing_on(self, day: date) -> "StoredEdition | None":
        """What a reader is shown as the law of a day: the edition in force, else the newest known in full."""
        found = self.in_force_on(day)
        return found if found is not None and found.complete else self.newest()

    def newest(self) -> "StoredEdition | None":
        """The newest edition known in full."""
        return self.filter(complete=True).order_by("-in_force_from", "-version").first()


def official_text_path(edition: "StoredEdition", name: str) -> str:
    """Where the official text is kept: by digest, so that a later file never takes the place of an earlier one."""
    return f"regulation/{edition.pk}/{edition.official_text_sha256[:32]}{PurePath(name).suffix.lower()}"


class StoredEdition(models.Model):
    """An edition in the database. `complete` is false where only the act's number and date are known."""

    act_number = models.CharField("номер постановления", max_length=64)
    act_date = models.DateField("дата постановления")
    title = models.CharField("название", max_length=500)
    in_force_from = models.DateField("действует с")
    version = models.PositiveIntegerField("версия", default=1)
    complete = models.BooleanField("известна полностью", default=True)
    content = models.JSONField("содержание", default=dict)
    # Of the canonical text of `content`.
    sha256 = models.CharField(max_length=64)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    loaded_at = models.DateTimeField("внесена")
    loaded_by = models.CharField("кем внесена", max_length=255)
    official_text = models.FileField("официальный текст", upload_to=official_text_path, max_length=255, blank=True)
    official_text_name = models.CharField(max_length=255, blank=True)
    official_text_sha256 = models.CharField(max_length=64, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("-in_force_from", "-version")
        constraints = (
            models.UniqueConstraint(fields=("in_force_from", "version"), name="regulation_version_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="regulation_version_from_one"),
        )

    def __str__(self) -> str:
        version = f", версия {self.version}" if self.version > 1 else ""
        return f"редакция от {self.act_date:%d.%m.%Y} №\u00a0{self.act_number}{version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; of an existing row only the file of the official text is written, by `update_fields`."""
        if not self._state.adding and not self._writes_the_file_only(kwargs.get("update_fields")):
            raise EditionIsImmutable("an edition never changes: make a new version")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EditionIsImmutable("an edition is never deleted")

    @staticmethod
    def _writes_the_file_only(fields: Any) -> bool:
        return bool(fields) and frozenset(fields) <= ATTACHABLE

    @property
    def edition(self) -> Edition:
        """The edition to count with, read once a process; raises EditionError where only the act is known."""
        if self.sha256 not in _read:
            _read[self.sha256] = parse(self.content)
        return _read[self.sha256]
