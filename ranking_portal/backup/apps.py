"""Application configuration."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "ranking_portal.backup"
    label = "backup"
    verbose_name = "Резервные копии"
