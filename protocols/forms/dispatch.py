"""Sending a document: its outgoing number and day."""

from typing import Any

from django import forms

from protocols.models import Dispatch
from ranking_portal import clock


class SendForm(forms.Form):
    """The number under which the document leaves, and the day (today where nothing else is given)."""

    number = forms.CharField(label="Исходящий номер", max_length=64)
    on = forms.DateField(label="Дата отправки", help_text="День, от которого считается получение (пункт 2.6).")

    def __init__(self, *args: Any, obj: Dispatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
        self.fields["number"].help_text = f"{obj.about.title}: {obj.addressee}."
