"""Every form class of the portal, found by import, and what a field of it has to be."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django import forms
from django.forms import BaseForm

from ranking_portal.fields import DayField, NumberField, RoubleField, WholeField

ROOMS = ("ranking_portal", "projects", "ranking", "protocols", "bonus_fund")
# Fields of Django that take less than people write.
NARROW = (forms.DateField, forms.DateTimeField, forms.IntegerField, forms.DecimalField, forms.FloatField)
OWN = (DayField, NumberField, RoubleField, WholeField)


def form_classes() -> list[type[BaseForm]]:
    """Every form class of the portal, abstract ones too."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(import_module(room).__path__, f"{room}."):
            if "form" in module.name.rpartition(".")[2] or ".forms." in module.name:
                import_module(module.name)
    return sorted(set(_below(BaseForm)), key=lambda form: f"{form.__module__}.{form.__qualname__}")


def _below(form: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for one in form.__subclasses__():
        if one.__module__.partition(".")[0] in ROOMS:
            yield one
        yield from _below(one)


def fields_of(form: Any) -> dict[str, forms.Field]:
    """Fields that a person sees, of a form or of its class."""
    fields: dict[str, forms.Field] = getattr(form, "fields", None) or form.base_fields
    return {name: field for name, field in fields.items() if not field.widget.is_hidden}


def faults(form: Any) -> list[str]:
    """What is wrong with the fields of a form or of its class: no name, or a sum, number or day in a field that takes
    less than people write."""
    name_of = f"{form.__module__}.{form.__qualname__ if isinstance(form, type) else type(form).__qualname__}"
    found = []
    for name, field in fields_of(form).items():
        here = f"{name_of}.{name}"
        label = str(field.label or "")
        if not label.strip():
            found.append(f"{here} has no label")
        if isinstance(field, NARROW) and not isinstance(field, OWN):
            found.append(f"{here} is a {type(field).__name__}: use ranking_portal.fields")
        if "руб" in label and not isinstance(field, RoubleField):
            found.append(f"{here} is a sum, but no RoubleField")
    return found
