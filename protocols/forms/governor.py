"""The Governor's answer to the results: its day, its number, his remark."""

from datetime import date
from typing import Any

from django import forms

from protocols.models import Protocol
from ranking_portal import clock
from ranking_portal.fields import DayField
from ranking_portal.region import worded


class AgreeForm(forms.Form):
    """The results are agreed."""

    on = DayField(
        label="Дата решения", help_text=worded("Не раньше дня, когда результаты направлены Губернатору (пункт 2.6).")
    )
    number = forms.CharField(
        label="Номер решения", max_length=64, help_text=worded("Номер документа, которым Губернатор ответил.")
    )
    remark = forms.CharField(
        label="Примечание",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=worded("Увидят малый совет и проектный офис."),
    )

    def __init__(self, *args: Any, obj: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj = obj
        self.fields["on"].initial = clock.today()

    def clean_on(self) -> date:
        """Not before the results were sent, not in the future."""
        day: date = self.cleaned_data["on"]
        if self.obj.passed_on and day < self.obj.passed_on:
            raise forms.ValidationError(worded(f"Результаты направлены Губернатору {self.obj.passed_on:%d.%m.%Y}."))
        if day > clock.today():
            raise forms.ValidationError("Этот день ещё не наступил.")
        return day


class ReturnForm(AgreeForm):
    """The results are returned, with a reason that the council reads."""

    remark = forms.CharField(
        label="Почему возвращены",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=worded(
            "Что малый совет должен исправить. Проектный офис сразу получит проект новой редакции протокола."
        ),
    )
