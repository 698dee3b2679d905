"""Application configuration: when everything is loaded, each app's declaration of personal data is found."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PersonalConfig(AppConfig):
    name = "ranking_portal.personal"
    label = "personal"
    verbose_name = "Персональные данные"

    def ready(self) -> None:
        autodiscover_modules("personal_data")
