"""Addresses that belong to no room: sign-in, the year switch, search."""

from django.contrib.auth import views as auth
from django.urls import path

from ranking_portal.accounts.access import public, signed_in
from ranking_portal.accounts.forms import OwnPasswordForm
from ranking_portal.ui import views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", public(auth.LogoutView.as_view()), name="logout"),
    path("password/", signed_in(auth.PasswordChangeView.as_view(form_class=OwnPasswordForm)), name="password_change"),
    path("password/done/", signed_in(auth.PasswordChangeDoneView.as_view()), name="password_change_done"),
    path("year/", views.switch_year, name="year-switch"),
    path("search/", views.search, name="search"),
]
