"""Addresses of the API and of the pages about it."""

from django.urls import path

from ranking_portal.api import v1, views

app_name = "api"
urlpatterns = [
    path("", views.about, name="about"),
    path("tokens/new/", views.issue, name="issue"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("v1/", v1.urls()),
]
