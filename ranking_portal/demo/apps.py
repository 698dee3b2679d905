"""Application configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from ranking_portal import clock


class DemoConfig(AppConfig):
    name = "ranking_portal.demo"
    label = "demo"
    verbose_name = "Показательный год"

    def ready(self) -> None:
        autodiscover_modules("demo")
        # Models are loaded by now: not before.
        from ranking_portal.demo.moved_clock import stored_shift

        clock.moved_by(stored_shift)
