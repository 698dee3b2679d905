"""Application configuration: pages of organizations and people, above the rooms whose rights they need."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "ranking_portal.reference"
    label = "reference"
    verbose_name = "Справочники"
