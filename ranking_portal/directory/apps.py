"""Application configuration."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "ranking_portal.directory"
    label = "directory"
    verbose_name = "Организации и люди"
