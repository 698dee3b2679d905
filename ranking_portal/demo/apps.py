"""Application configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DemoConfig(AppConfig):
    name = "ranking_portal.demo"
    label = "demo"
    verbose_name = "Показательный год"

    def ready(self) -> None:
        autodiscover_modules("demo")
