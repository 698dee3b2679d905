"""Application configuration."""

from django.apps import AppConfig

from ranking_portal.region import worded


class ProtocolsConfig(AppConfig):
    name = "protocols"
    label = "protocols"
    verbose_name = worded("Протоколы малого совета")
