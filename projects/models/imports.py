"""Imports from the file to the register: what was sent, by whom, how far it is, with which result."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class ImportState(models.TextChoices):
    """How far an import is."""

    WAITING = "waiting", "ждёт проверки"
    CHECKING = "checking", "проверяется"
    COLUMNS = "columns", "нужно сопоставить столбцы"
    WRONG = "wrong", "в файле ошибки"
    SHOWN = "shown", "ждёт подтверждения"
    CONFIRMED = "confirmed", "ждёт записи"
    WRITING = "writing", "записывается"
    SAME = "same", "менять нечего"
    DONE = "done", "загружена"
    CANCELLED = "cancelled", "отменена"
    FAILED = "failed", "прервана"
    REVERTED = "reverted", "отменена целиком"


# A worker is at it, or will be: one such import of a kind and a year at a time.
BUSY = (ImportState.WAITING, ImportState.CHECKING, ImportState.CONFIRMED, ImportState.WRITING)
# It can still be given up.
OPEN = (ImportState.WAITING, ImportState.CHECKING, ImportState.COLUMNS, ImportState.SHOWN, ImportState.WRONG)


class Import(models.Model):
    """One import of a file. `cycle` is that of the year once something was written; `upload` the file until then.

    `file` is the copy that is kept, without pay; `sha256` is of the copy, `shown` of the difference that was previewed.
    """

    state = models.CharField("состояние", max_length=16, choices=ImportState, default=ImportState.DONE)
    profile = models.CharField("источник", max_length=32, default="office")
    year = models.PositiveSmallIntegerField("финансовый год", default=0)
    cycle = models.ForeignKey("projects.Cycle", models.PROTECT, null=True, blank=True, related_name="imports")
    file_name = models.CharField(max_length=255)
    upload = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to="imports/%Y/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    shown = models.CharField(max_length=64, blank=True)
    actor = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=255)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=64, blank=True)
    # {sheet: {"rows", "created", "changed", "unchanged", "removed"}}
    counts = models.JSONField(default=dict)
    # [[sheet, row, column, value, message]], a thousand at most
    errors = models.JSONField(default=list)
    errors_found = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    # Whoever works at it renews the lease; one that has run out means that he was killed.
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("year", "profile"), condition=Q(state__in=BUSY), name="one_import_of_a_kind_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_name} ({self.at:%d.%m.%Y})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An import that has a cycle is of its year."""
        if self.cycle is not None:
            self.year = self.cycle.year
        super().save(*args, **kwargs)

    @property
    def busy(self) -> bool:
        """Whether somebody works at it or will."""
        return self.state in BUSY

    @property
    def open(self) -> bool:
        """Whether it can still be given up."""
        return self.state in OPEN

    @property
    def rows_left(self) -> int:
        """Rows not read yet."""
        return max(0, self.rows_total - self.rows_done)


class Part(models.TextChoices):
    """What kept rows of an import tell."""

    CREATED = "created", "добавлено"
    CHANGED = "changed", "изменено"
    REMOVED = "removed", "исчезло"
    # To go back: rows brought (where they do not know their import), former values, rows taken away.
    BROUGHT = "brought", "добавленные строки"
    FORMER = "former", "прежние значения"
    TAKEN = "taken", "удалённые строки"


class ImportPage(models.Model):
    """Some rows of what an import changes: as they are shown, or as they are needed to go back. Kept with it."""

    made = models.ForeignKey(Import, models.CASCADE, related_name="pages")
    part = models.CharField(max_length=8, choices=Part)
    sheet = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    rows = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("made", "part", "sheet", "number"), name="import_page_once"),)

    def __str__(self) -> str:
        return f"{self.sheet}: {self.get_part_display()}, {self.number}"


class HeaderChoice(models.Model):
    """What people have said of a header that a profile does not know; an empty `path`: it is not to be loaded."""

    profile = models.CharField(max_length=32)
    sheet = models.CharField(max_length=64)
    header = models.CharField(max_length=200)
    path = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("profile", "sheet", "header"), name="header_choice_once"),)

    def __str__(self) -> str:
        return f"{self.sheet}: {self.header}"
