"""Addresses of the room."""

from django.urls import path

from ranking_portal.personal import views

app_name = "personal"
urlpatterns = [
    path("personal-data/", views.register, name="register"),
    path("personal-data/due/", views.due, name="due"),
    path("personal-data/people/<int:pk>/", views.of_person, name="of-person"),
    path("me/data/", views.own, name="own"),
]
