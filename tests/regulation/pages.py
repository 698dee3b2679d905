"""What tests of the pages of the law begin with: addresses, the form as it is posted."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from ranking_portal.accounts.models import User
from ranking_portal.regulation.forms import EditionForm
from ranking_portal.regulation.models import StoredEdition

PDF = b"%PDF-1.7\n% text of the act"
ClientOf = Callable[[User], Client]


def filled_in(stored: StoredEdition, **changed: str) -> dict[str, str]:
    """The form as the page gives it, with some fields changed; None takes a box's tick away."""
    form = EditionForm(base=stored.edition)
    data: dict[str, str] = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if value is not False:
            data[bound.html_name] = "on" if value is True else str(value)
    data |= changed
    return {name: value for name, value in data.items() if value is not None}


def addresses(stored: StoredEdition) -> dict[str, str]:
    pages = {name: reverse(f"regulation:{name}", args=(stored.pk,)) for name in ("edition", "new", "attach")}
    return {"index": reverse("regulation:index"), **pages}
