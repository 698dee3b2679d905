"""Application configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WatchingConfig(AppConfig):
    name = "ranking_portal.watching"
    label = "watching"
    verbose_name = "Наблюдение"

    def ready(self) -> None:
        autodiscover_modules("gauges")
        # Connects itself to the worker's signals.
        import ranking_portal.watching.tasks_timed  # noqa: F401
