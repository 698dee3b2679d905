"""What was imported, by whom, with which result."""

from django.db import models


class Import(models.Model):
    """One import of a workbook that changed the register."""

    cycle = models.ForeignKey("projects.Cycle", models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=255)
    file = models.FileField(upload_to="imports/%Y/", blank=True)
    sha256 = models.CharField(max_length=64)
    actor = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=255)
    at = models.DateTimeField()
    # {sheet: {"rows", "created", "changed", "unchanged", "removed"}}
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.at:%d.%m.%Y})"
