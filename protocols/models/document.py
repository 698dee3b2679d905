"""Files that never change: papers of approved documents, scans of what was signed."""

from typing import Any

from django.db import models
from django.db.models import Q


class DocumentIsKept(RuntimeError):
    """Somebody tried to change or delete a stored document."""


class UnchangingQuerySet(models.QuerySet[Any]):
    """Rows, none of which is ever changed."""

    def update(self, **kwargs: Any) -> int:
        raise DocumentIsKept("a stored document never changes")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise DocumentIsKept("a stored document is kept for ever")


class Unchanging(models.Model):
    """A row that is stored once, about an object that `ref` names as the journal does ("protocols.protocol:5")."""

    ref = models.CharField("о чём (ключ объекта)", max_length=128)
    sha256 = models.CharField("SHA-256", max_length=64)

    objects = UnchangingQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it once. Raises DocumentIsKept the second time."""
        if not self._state.adding:
            raise DocumentIsKept("a stored document never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: raises DocumentIsKept."""
        raise DocumentIsKept("a stored document is kept for ever")


class Document(Unchanging):
    """A file of an approved document: rendered once, stored with its hash, served from there for ever."""

    kind = models.CharField("вид", max_length=64)
    title = models.CharField("название", max_length=500)
    file = models.FileField("файл", upload_to="documents/%Y/")
    # The paper's QR leads to /verify/<token>/; the token tells nothing of the document.
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("сохранён")
    # The end of the journal as it is printed on the paper: number of the record (0: printed on none) and its hash.
    journal_number = models.PositiveBigIntegerField("запись журнала", default=0, db_default=0)
    journal_hash = models.CharField("хеш записи журнала", max_length=64, blank=True, default="", db_default="")

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("ref", "kind"), name="document_once"),)

    def __str__(self) -> str:
        return self.title


class Scan(Unchanging):
    """What was signed, as a scan. A better one is a further row that says why; the earlier ones stay."""

    ordinal = models.PositiveSmallIntegerField("номер скана")
    file = models.FileField("файл", upload_to="scans/%Y/")
    name = models.CharField("имя файла", max_length=255)
    size = models.PositiveBigIntegerField("размер, байт")
    reason = models.CharField("почему новый", max_length=1000, blank=True)
    added_at = models.DateTimeField("приложен")
    added_by = models.CharField("кем приложен", max_length=255)

    class Meta:
        ordering = ("ref", "-ordinal")
        constraints = (
            models.UniqueConstraint(fields=("ref", "ordinal"), name="scan_ordinal"),
            models.CheckConstraint(condition=Q(ordinal=1) | ~Q(reason=""), name="scan_after_the_first_says_why"),
        )

    def __str__(self) -> str:
        return f"скан № {self.ordinal}: {self.name}"


class Signature(Unchanging):
    """A file with electronic signatures of a stored document (CAdES, detached), kept beside it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="signatures", verbose_name="документ")
    ordinal = models.PositiveSmallIntegerField("номер подписи")
    file = models.FileField("файл", upload_to="signatures/%Y/")
    name = models.CharField("имя файла", max_length=255)
    size = models.PositiveIntegerField("размер, байт")
    added_at = models.DateTimeField("приложен")
    added_by = models.CharField("кем приложен", max_length=255)

    class Meta:
        ordering = ("ref", "-ordinal")
        constraints = (models.UniqueConstraint(fields=("ref", "ordinal"), name="signature_ordinal"),)

    def __str__(self) -> str:
        return f"электронная подпись № {self.ordinal}: {self.name}"
