"""Application configuration."""

from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "ranking"
    label = "ranking"
    verbose_name = "Ранжирование"
