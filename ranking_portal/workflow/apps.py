"""Application configuration: when everything is loaded, each app's rules and reactions are found."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "ranking_portal.workflow"
    label = "workflow"
    verbose_name = "Рабочий процесс"

    def ready(self) -> None:
        autodiscover_modules("rules", "reactions", "menu")
