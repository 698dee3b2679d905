"""A card, the office at work on it, what its forms are filled in with."""

import pytest

from ranking_portal.directory.enums import OrganizationKind
from tests import factories


@pytest.fixture
def card(db):
    """A card without facts."""
    return factories.CardFactory.create(project__code="E3", name="Цифровая среда")


@pytest.fixture
def browser(client_of, office):
    """The office at work."""
    return client_of(office)


@pytest.fixture
def fill(db):
    """Form data with references to real rows put in."""
    rows = {
        "body": factories.OrganizationFactory.create(),
        "district": factories.OrganizationFactory.create(kind=OrganizationKind.MUNICIPALITY),
        "person": factories.PersonFactory.create(),
    }

    def filled(data):
        return {name: str(rows[value].pk) if value in rows else value for name, value in data.items()}

    return filled
