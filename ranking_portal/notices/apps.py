"""Application configuration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ranking_portal.notices"
    label = "notices"
    verbose_name = "Входящие"
