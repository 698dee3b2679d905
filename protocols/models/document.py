"""Files of approved documents."""

from typing import Any

from django.db import models


class DocumentIsKept(RuntimeError):
    """Somebody tried to change or delete a stored document."""


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, none of which is ever changed."""

    def update(self, **kwargs: Any) -> int:
        raise DocumentIsKept("a stored document never changes")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise DocumentIsKept("a stored document is kept for ever")


class Document(models.Model):
    """A file of an approved document: rendered once, stored with its hash, served from there for ever."""

    ref = models.CharField("о чём (ключ объекта)", max_length=128)
    kind = models.CharField("вид", max_length=64)
    title = models.CharField("название", max_length=500)
    file = models.FileField("файл", upload_to="documents/%Y/")
    sha256 = models.CharField("SHA-256", max_length=64)
    # The paper's QR leads to /verify/<token>/; the token tells nothing of the document.
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("сохранён")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("ref", "kind"), name="document_once"),)

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it once. Raises DocumentIsKept the second time."""
        if not self._state.adding:
            raise DocumentIsKept("a stored document never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: raises DocumentIsKept."""
        raise DocumentIsKept("a stored document is kept for ever")
