"""Addresses of the room."""

from django.urls import URLPattern

app_name = "protocols"
urlpatterns: list[URLPattern] = []
