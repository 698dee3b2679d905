"""The form that moves the clock."""

from django import forms

from ranking_portal.fields import DayField


class ClockForm(forms.Form):
    """The day that is to become the portal's today."""

    day = DayField(label="Какой день сделать сегодняшним")
