"""Addresses of the room."""

from django.urls import path

from ranking_portal.regulation import views

app_name = "regulation"
urlpatterns = [
    path("", views.index, name="index"),
    path("editions/<int:pk>/", views.edition, name="edition"),
    path("editions/<int:pk>/new/", views.new_edition, name="new"),
    path("editions/<int:pk>/attach/", views.attach, name="attach"),
    path("editions/<int:pk>/official-text/", views.official_text, name="official-text"),
]
