"""The inbox, what each person has chosen, the letters that have been sent."""

from django.conf import settings
from django.db import models

from ranking_portal.notices.enums import Way


class Notice(models.Model):
    """Something a person has been told: it stays in the inbox, read or not."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    # Names what is told: the same is never told to the same person twice.
    key = models.CharField(max_length=255)
    kind = models.CharField("вид", max_length=64)
    title = models.CharField("о чём", max_length=1000)
    text = models.TextField("что")
    url = models.CharField(max_length=500, blank=True)
    clause = models.CharField("пункт", max_length=64, blank=True)
    urgent = models.BooleanField("отправить сразу", default=False)
    at = models.DateTimeField("когда")
    read_at = models.DateTimeField("прочитано", null=True, blank=True)
    # The letter that carried it; none while it waits for the morning, or where letters are not wanted.
    letter = models.ForeignKey("notices.Letter", models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("recipient", "-at"), name="notice_by_recipient"),)
        constraints = (models.UniqueConstraint(fields=("recipient", "key"), name="notice_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        """What it is about: the very term ("deadline:5"), or itself."""
        parts = self.key.split(":")
        return ":".join(parts[:2]) if parts[0] == "deadline" else self.key


class Letter(models.Model):
    """One e-mail to one person. Of the morning's letters there is at most one a person and day."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters")
    day = models.DateField("день")
    is_digest = models.BooleanField("утреннее", default=False)
    subject = models.CharField("тема", max_length=255)
    made_at = models.DateTimeField("составлено")
    sent_at = models.DateTimeField("отправлено", null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("recipient", "day"), condition=models.Q(is_digest=True), name="letter_one_digest_a_day"
            ),
        )

    def __str__(self) -> str:
        return self.subject


class Preference(models.Model):
    """How a person wants to be told."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preference")
    way = models.CharField("письма", max_length=16, choices=Way, default=Way.DIGEST)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_way_display()}"
