"""Application configuration: when everything is loaded, each app's rules and reactions are found."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "ranking_portal.workflow"
    label = "workflow"
    verbose_name = "Рабочий процесс"

    def ready(self) -> None:
        # Whoever posts work for a worker speaks through the portal's own Celery, in every process.
        import ranking_portal.celery  # noqa: F401

        autodiscover_modules("rules", "reactions", "menu", "search", "barriers", "integrity")
        from ranking_portal.workflow.barriers import install

        post_migrate.connect(install, dispatch_uid="workflow.barriers")
