"""Addresses that belong to no room: sign-in, the year switch, search."""

from django.urls import include, path

from ranking_portal.ui import views

urlpatterns = [
    path("login/", views.login, name="login"),
    # allauth looks the page up by a name of its own.
    path("login/", views.login, name="account_login"),
    path("", include("ranking_portal.accounts.signin.urls")),
    path("year/", views.switch_year, name="year-switch"),
    path("search/", views.search, name="search"),
]
