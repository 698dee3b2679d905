"""Signed papers of the money as scans: the letter with the size, the sheet of a proposal."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from protocols import scans
from protocols.models import Dispatch
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.bonus_fund import checked
from tests.bonus_fund import year as made
from tests.bonus_fund.year import SUBMITTED

pytestmark = pytest.mark.django_db


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("лист.pdf", b"%PDF-1.7 signed")


def test_the_letter_with_the_size_is_read_by_all_who_see_the_fund(client_of) -> None:
    year = made.submitted_year()
    letter = Dispatch.objects.get(kind="general_fund")
    assert year.fund is not None
    page, file = (
        reverse("bonus_fund:fund", args=(year.fund.pk,)),
        reverse("protocols:dispatch-scan", args=(letter.pk, 1)),
    )
    with clock.at(SUBMITTED):
        answer = client_of(year.administration).post(scans.new_url(letter), {"file": scan()})
        assert answer["Location"] == page
        # The Committee is no party to the letter, but sees the fund and its paper.
        for user in (year.administration, year.office, year.economy, year.auditor):
            browser = client_of(user)
            assert file in browser.get(page).content.decode()
            assert browser.get(file).status_code == 200
        for role, status in ((Role.GOVERNOR_OFFICE, 404), (Role.ADMIN, 404), (Role.FINANCE_COMMITTEE, 403)):
            assert client_of(factories.user_with(role)).get(file).status_code == status, role


def test_nothing_is_signed_while_the_author_writes() -> None:
    year = made.acknowledged_year()
    with pytest.raises(Refused, match="ещё у автора"):
        scans.add(year.proposal("A1"), scan(), by=year.heads["A1"])


def test_the_sheet_is_added_by_its_author_or_the_office(client_of) -> None:
    year = checked.sent_year()
    proposal = year.proposal("A1")
    for stranger in (year.economy, year.heads["B2"], year.body_heads["КТ"]):
        with pytest.raises(PermissionDenied):
            scans.add(proposal, scan(), by=stranger)
    assert client_of(year.heads["A1"]).post(scans.new_url(proposal), {"file": scan()}).status_code == 302
    file = reverse("bonus_fund:proposal-scan", args=(proposal.pk, 1))
    assert file in client_of(year.economy).get(proposal.get_absolute_url()).content.decode()
    for user, status in (
        (year.office, 200),
        (year.economy, 200),
        (year.body_heads["КТ"], 403),
        (year.heads["B2"], 404),
    ):
        assert client_of(user).get(file).status_code == status, user
