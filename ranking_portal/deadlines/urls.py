"""Addresses of terms, of the year as a line of steps, and of the home page."""

from django.urls import path

from ranking_portal.deadlines import calendar_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("cycles/<int:year>/", views.cycle, name="cycle"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("deadlines/<int:pk>/", views.deadline, name="deadline"),
    path("calendar/", calendar_views.this_year, name="calendar"),
    path("calendar/<int:calendar_year>/", calendar_views.year, name="calendar-year"),
    path("calendar/<int:calendar_year>/decree/", calendar_views.enter_decree, name="calendar-decree"),
    path("calendar/days/add/", calendar_views.enter_day, name="calendar-enter"),
    path("calendar/days/<int:pk>/remove/", calendar_views.remove_day, name="calendar-remove"),
]
