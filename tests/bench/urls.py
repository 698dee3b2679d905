"""Addresses of the portal, and the bare pages that its own are measured against."""

from django.urls import include, path

from tests.bench import views

urlpatterns = [
    path("bare/<int:pk>/<int:rows>/", views.table),
    path("", include("ranking_portal.urls")),
]
