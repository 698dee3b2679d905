"""Addresses of the guide."""

from django.urls import path

from ranking_portal.guide import views

urlpatterns = [
    path("", views.page, name="help"),
    path("<slug:name>/", views.page, name="help-page"),
]
