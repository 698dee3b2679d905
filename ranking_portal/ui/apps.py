"""Application configuration."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ranking_portal.ui"
    label = "ui"
    verbose_name = "Оформление"
