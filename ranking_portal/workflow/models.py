"""The base of everything that has states, and the outbox."""

from datetime import date
from typing import Any, Self

from django.db import models

from ranking_portal.journal.services import ref_of


class StateIsProtected(RuntimeError):
    """Somebody tried to set a state past the workflow."""


class WorkflowQuerySet(models.QuerySet[Any]):
    """A queryset through which no state can be set."""

    def update(self, **kwargs: Any) -> int:
        if "state" in kwargs:
            raise StateIsProtected("a state changes through workflow.perform only")
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        if "state" in fields:
            raise StateIsProtected("a state changes through workflow.perform only")
        return super().bulk_update(objs, fields, batch_size)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        objs = list(objs)
        if "state" in (kwargs.get("update_fields") or ()):
            raise StateIsProtected("a state changes through workflow.perform only")
        for obj in objs:
            obj.check_initial_state()
        return super().bulk_create(objs, *args, **kwargs)


class WorkflowModel(models.Model):
    """An object whose `state` (a protected FSMField of the subclass) moves only by `engine.perform`."""

    # The legal day of the step being taken, set by the engine before its guard and its body run.
    step_on: date | None = None
    # Who takes the step, set by the engine likewise: some guards ask whether he would decide about himself.
    step_by: Any = None

    objects = WorkflowQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new object may not skip its first state, nor take the row of one that stands."""
        self.check_initial_state()
        if self._state.adding:
            kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def check_initial_state(self) -> None:
        """A new object begins where its field says; raises StateIsProtected otherwise."""
        field = self._meta.get_field("state")
        assert isinstance(field, models.Field)
        if self._state.adding and getattr(self, "state") != field.get_default():  # noqa: B009
            raise StateIsProtected("a new object starts in its initial state")

    @property
    def ref(self) -> str:
        """Text key of the object in the journal."""
        return ref_of(self)

    @property
    def cycle_year(self) -> int | None:
        """The fiscal year the object belongs to, where it belongs to one."""
        return None

    @property
    def event_scope(self) -> str:
        """What the object's events concern: "" the whole year, "project:<code>", "authority:<name>"."""
        return ""

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """The row, read afresh and locked until the transaction ends.

        Its key stays free: rows that point to it are checked at the commit of others, after they have locked the
        journal's head, and must never wait there for whoever waits for the head.
        """
        found: Self = cls._default_manager.select_for_update(of=("self",), no_key=True).get(pk=pk)
        return found


class OutboxMessage(models.Model):
    """Something to be done outside the database after commit: a document to render, a letter to send.

    Delivered at least once: a worker leases the row, does the work, marks it; a crash lets the lease run out.
    """

    message_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=64)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("available_at",), condition=models.Q(done_at__isnull=True), name="outbox_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
