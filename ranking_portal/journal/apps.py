"""Application configuration."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "ranking_portal.journal"
    label = "journal"
    verbose_name = "Журнал"
