"""Application configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BonusFundConfig(AppConfig):
    name = "bonus_fund"
    label = "bonus_fund"
    verbose_name = "Фонд стимулирования"

    def ready(self) -> None:
        from bonus_fund import kinds, triggers  # noqa: F401 - registers what this room sends

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="bonus_fund.triggers")
