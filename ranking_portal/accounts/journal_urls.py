"""Addresses of the journal's pages. They stand here because the journal itself knows no users and no rights."""

from django.urls import path

from ranking_portal.accounts import journal_views

app_name = "journal"
urlpatterns = [
    path("", journal_views.entries, name="list"),
    path("check/", journal_views.check, name="check"),
    path("csv/", journal_views.as_csv, name="csv"),
]
