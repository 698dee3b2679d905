"""Application configuration."""

from django.apps import AppConfig


class BonusFundConfig(AppConfig):
    name = "bonus_fund"
    label = "bonus_fund"
    verbose_name = "Фонд стимулирования"
