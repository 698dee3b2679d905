"""Application configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ranking_portal.accounts"
    label = "accounts"
    verbose_name = "Учётные записи"
