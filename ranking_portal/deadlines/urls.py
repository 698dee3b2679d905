"""Addresses of terms, of the year as a line of steps, and of the home page."""

from django.urls import path

from ranking_portal.deadlines import views

urlpatterns = [
    path("", views.home, name="home"),
    path("cycles/<int:year>/", views.cycle, name="cycle"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("deadlines/<int:pk>/", views.deadline, name="deadline"),
]
