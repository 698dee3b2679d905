"""The register of personal data against the models: a field that nobody has thought of fails."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django_fsm import FSMFieldMixin

from protocols.models import CouncilSeat
from ranking_portal.accounts.models import User
from ranking_portal.accounts.personal_data import EMPTY
from ranking_portal.directory.models import Person
from ranking_portal.personal_fields import declared, impersonal, names_of

# Models whose keys lead to people.
PEOPLE = (Person, User, CouncilSeat)
# Tables of the framework itself that tell of nobody.
FRAMEWORK = ("auth.Permission", "auth.Group", "contenttypes.ContentType")
ALL = [model for model in apps.get_models() if model._meta.label not in (*FRAMEWORK, *EMPTY)]


def told_of() -> dict[str, set[str]]:
    """Fields that are declared, either way, by model."""
    found = {model: set(names) for model, names in impersonal().items()}
    for kept in declared():
        found.setdefault(kept.model, set()).update(kept.fields)
    return found


def may_tell(field: Any, *, among_people: bool) -> bool:
    """Whether a field has to be declared: any of a table about people; elsewhere whatever may name one."""
    if field.primary_key or isinstance(field, FSMFieldMixin):
        return False
    if among_people or field.related_model in PEOPLE:
        return True
    texts = (models.CharField, models.TextField, models.JSONField, models.FileField, models.UUIDField)
    return isinstance(field, texts) and not field.flatchoices and not field.name.endswith("sha256")


@pytest.mark.parametrize("model", ALL, ids=lambda model: model._meta.label)
def test_every_field_is_declared(model) -> None:
    known = told_of().get(model._meta.label, set())
    among_people = any(kept.model == model._meta.label for kept in declared())
    fields = {field.name for field in model._meta.local_fields if may_tell(field, among_people=among_people)}
    assert sorted(fields - known) == []


def test_what_is_declared_is_there() -> None:
    for model, names in told_of().items():
        there = {field.name for field in apps.get_model(model)._meta.get_fields()}
        assert sorted(names - there) == [], model


def test_nothing_is_declared_both_ways() -> None:
    for kept in declared():
        assert set(kept.fields) & impersonal().get(kept.model, set()) == set(), kept.model


@pytest.mark.parametrize("kept", declared(), ids=lambda kept: kept.model)
def test_a_declaration_says_everything(kept) -> None:
    assert all((kept.title, kept.whose, kept.purpose, kept.ground, kept.seen_by))
    assert all(kept.fields.values())


def test_what_an_extract_refers_to_has_a_name() -> None:
    told = [kept for kept in declared() if kept.person or kept.account]
    fields = [apps.get_model(kept.model)._meta.get_field(name) for kept in told for name in kept.fields]
    for model in {field.related_model for field in fields if field.related_model}:
        assert model.objects.values(*names_of(model._meta.label)).query


def test_ways_lead_to_people() -> None:
    for kept in declared():
        rows = apps.get_model(kept.model)._default_manager
        for way, whose in ((kept.person, Person), (kept.account, User)):
            if way:
                assert rows.filter(**{way: whose(pk=0).pk}, **kept.only).query
