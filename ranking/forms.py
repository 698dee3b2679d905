"""Forms of the ranking room."""

from datetime import date
from typing import Any

from django import forms

from ranking.enums import RankingKind
from ranking_portal import clock
from ranking_portal.fields import DayField
from ranking_portal.region import worded


class StepForm(forms.Form):
    """A form of a step: knows the object it is taken on."""

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        self.obj = obj
        super().__init__(*args, **kwargs)


class ConfirmForm(StepForm):
    """Confirmation of a ranking: the legal day of the decision."""

    on = DayField(
        label="День подтверждения",
        help_text=worded("День документа, которым подтверждены результаты (пункт 2.3)."),
        initial=clock.today,
    )


class AgreementForm(StepForm):
    """The Committee of Finance agrees the order (clause 2.1)."""

    number = forms.CharField(
        label="Номер письма о согласовании",
        max_length=64,
        help_text=worded("Письмо Комитета финансов, которым согласован порядок (пункт 2.1)."),
    )
    agreed_on = DayField(
        label="Дата письма",
        initial=clock.today,
        help_text=worded("Приказ подписывают не раньше этого дня (пункт 2.1)."),
    )


class OrderForm(StepForm):
    """The Committee of Economy approves the order (clause 2.1)."""

    number = forms.CharField(
        label="Номер приказа",
        max_length=64,
        help_text=worded("Приказ Комитета экономического развития и инвестиционной деятельности (пункт 2.1)."),
    )
    ordered_on = DayField(
        label="Дата приказа", initial=clock.today, help_text=worded("Не раньше письма Комитета финансов (пункт 2.1).")
    )
    in_force_from = DayField(label="Вступает в силу с", initial=clock.today, help_text="Не раньше даты приказа.")

    def clean(self) -> dict[str, Any]:
        """An order does not come into force before it is signed, nor before it was agreed."""
        cleaned: dict[str, Any] = super().clean() or {}
        signed, starts = cleaned.get("ordered_on"), cleaned.get("in_force_from")
        if signed and starts and starts < signed:
            self.add_error("in_force_from", "Приказ не может вступить в силу раньше, чем подписан.")
        agreed: date | None = getattr(self.obj, "agreement_date", None)
        if signed and agreed and signed < agreed:
            self.add_error(
                "ordered_on", worded(f"Приказ подписывают после согласования ({agreed:%d.%m.%Y}, пункт 2.1).")
            )
        return cleaned


class NewRankingForm(forms.Form):
    """Which ranking to calculate."""

    kind = forms.ChoiceField(
        label="Вид",
        choices=RankingKind.choices,
        help_text=worded(
            "Первичное — на очередной год, до 31 декабря; уточняющее — до 1 февраля после отчётного (пункт 2.3)."
        ),
    )
    as_of = DayField(label="По фактам на", help_text="Что произошло позже этого дня, в расчёт не входит.")


class NeedForm(forms.Form):
    """As of which day to look for the need of a clarifying ranking."""

    as_of = DayField(
        label="По фактам на",
        initial=clock.today,
        help_text=worded("Сравнивается с последним подтверждённым ранжированием (пункт 2.3)."),
    )


class SavedViewForm(forms.Form):
    """The name under which a view of the rating is kept."""

    name = forms.CharField(label="Название вида", max_length=60)
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
