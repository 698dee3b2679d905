"""A model with states of its own, so that the workflow is tried apart from the rooms that stand on it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.workflow.order import Order


@pytest.fixture(scope="session")
def _order_table(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Order)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Order)


@pytest.fixture
def order(_order_table: None, db: None) -> Order:
    """A fresh order."""
    return Order.objects.create(title="О премировании")


@pytest.fixture
def kept_order(_order_table: None, transactional_db: None) -> Iterator[Order]:
    """An order committed for real, for connections that race."""
    yield Order.objects.create(title="О премировании")
    Order.objects.all().delete()
