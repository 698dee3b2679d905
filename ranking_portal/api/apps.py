"""Application configuration: when everything is loaded, each app's section of the API is found."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ApiConfig(AppConfig):
    name = "ranking_portal.api"
    label = "api"
    verbose_name = "API для соседних систем"

    def ready(self) -> None:
        autodiscover_modules("api_v1")
