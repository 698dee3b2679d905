"""Application configuration: the edition that comes with the portal is loaded by every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class RegulationConfig(AppConfig):
    name = "ranking_portal.regulation"
    label = "regulation"
    verbose_name = "Регламент"

    def ready(self) -> None:
        post_migrate.connect(load_shipped_edition, sender=self)


def load_shipped_edition(using: str, **kwargs: Any) -> None:
    """After migrating (and after a test's flush) the shipped edition stands in the database."""
    from ranking_portal.regulation.models import StoredEdition
    from ranking_portal.regulation.services import install_shipped

    # The room may have been migrated back to nothing.
    if StoredEdition._meta.db_table in connections[using].introspection.table_names():
        install_shipped()
