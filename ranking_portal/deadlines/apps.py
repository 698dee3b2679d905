"""Application configuration."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "ranking_portal.deadlines"
    label = "deadlines"
    verbose_name = "Сроки"
