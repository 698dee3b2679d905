"""What steps of the general fund and of its distribution ask for."""

from typing import Any

from django import forms

from ranking_portal import clock
from ranking_portal.fields import DayField

NUMBER = 64


class NumberedForm(forms.Form):
    """An outgoing number and the legal day of the step."""

    number = forms.CharField(label="Исходящий номер", max_length=NUMBER)
    on = DayField(label="Дата", help_text="День, которым шаг сделан: от него считаются сроки (пункт 2.6).")

    def __init__(self, *args: Any, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class SubmitForm(NumberedForm):
    """The size of the general fund leaves for the office."""


class AnnounceForm(NumberedForm):
    """Notices leave under one number with an ordinal: 12-45/1, 12-45/2 and so on."""

    number = forms.CharField(
        label="Исходящий номер уведомлений",
        max_length=48,
        help_text="Уведомления получат его с порядковым номером: 12-45/1, 12-45/2 и далее.",
    )


class RemarkForm(forms.Form):
    """Why it is sent back."""

    remark = forms.CharField(label="Замечание", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)

    def __init__(self, *args: Any, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
