"""An order that is signed once: the smallest model with a step that has a right, a guard and an event."""

from typing import Any

from django.db import models
from django_fsm import FSMField

from ranking_portal.accounts.predicates import add_permission, is_office, permission_exists
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step

DRAFT, SIGNED, CANCELLED = "draft", "signed", "cancelled"
SIGN = "workflow_tests.sign"
SIGNED_EVENT = "workflow_tests.order.signed"

if not permission_exists(SIGN):
    add_permission(SIGN, is_office)


def has_title(order: Any, **_: Any) -> list[str]:
    """An order about nothing cannot be signed."""
    return [] if order.title else ["У приказа нет названия."]


class Order(WorkflowModel):
    """Draft, signed or cancelled."""

    state = FSMField(
        default=DRAFT,
        choices=[(DRAFT, "проект"), (SIGNED, "подписан"), (CANCELLED, "отменён")],
        protected=True,
    )
    title = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=20, blank=True)
    signed_on = models.DateField(null=True)

    class Meta:
        app_label = "workflow_tests"

    def __str__(self) -> str:
        return f"приказ «{self.title}»"

    @property
    def cycle_year(self) -> int:
        """Orders are of the cycle 2025."""
        return 2025

    @step(
        source=DRAFT,
        target=SIGNED,
        label="Подписать",
        clause="2.6",
        permission=SIGN,
        guard=has_title,
        publishes=SIGNED_EVENT,
    )
    def sign(self, *, number: str = "") -> None:
        """Give it a number and the legal day."""
        self.number, self.signed_on = number, self.step_on

    @step(source=SIGNED, target=CANCELLED, label="Отменить", clause="2.6", permission=SIGN)
    def cancel(self) -> None:
        """It stands no more."""

    @step(source=DRAFT, target=CANCELLED, label="Отменить со словами", clause="2.6", permission=SIGN, guard=has_title)
    def cancel_with_words(self, *, words: str) -> None:
        """The words are kept by the journal alone."""
