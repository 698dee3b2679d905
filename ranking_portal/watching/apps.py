"""Application configuration."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules


class WatchingConfig(AppConfig):
    name = "ranking_portal.watching"
    label = "watching"
    verbose_name = "Наблюдение"

    def ready(self) -> None:
        autodiscover_modules("gauges")
        # Connects itself to the worker's signals.
        import ranking_portal.watching.tasks_timed  # noqa: F401
        from ranking_portal.watching.reports import start

        start(settings.ERRORS_DSN, version=settings.PORTAL_VERSION)
