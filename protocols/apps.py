"""Application configuration."""

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "protocols"
    label = "protocols"
    verbose_name = "Протоколы малого совета"
