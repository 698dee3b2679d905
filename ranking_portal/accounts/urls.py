"""Addresses of the room."""

from django.urls import path

from ranking_portal.accounts import kept_views, views
from ranking_portal.accounts.signin import admin_views
from ranking_portal.accounts.signin import views as signin

app_name = "accounts"
urlpatterns = [
    path("", views.accounts, name="list"),
    path("new/", views.create, name="create"),
    path("me/", views.me, name="me"),
    path("input/", kept_views.kept, name="kept-input"),
    path("sessions/", signin.own_sessions, name="sessions"),
    path("sessions/others/end/", signin.end_other_sessions, name="sessions-end-others"),
    path("sessions/<int:pk>/end/", signin.end_session, name="session-end"),
    path("<int:pk>/", views.account, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/person/", views.person, name="person"),
    path("<int:pk>/switch/", views.switch, name="switch"),
    path("<int:pk>/password/", views.reset_password, name="reset_password"),
    path("<int:pk>/unlock/", admin_views.unlock, name="unlock"),
    path("<int:pk>/factor/", admin_views.reset_factor, name="reset_factor"),
    path("<int:pk>/outside/", admin_views.outside, name="outside"),
    path("<int:pk>/grant/", views.grant, name="grant"),
    path("<int:pk>/grants/<int:grant_pk>/revoke/", views.revoke, name="revoke"),
]
