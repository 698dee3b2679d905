"""Addresses of terms, of the year as a line of steps, of the working calendar, and of the home page."""

from django.urls import path

from ranking_portal.deadlines import calendar_views
from ranking_portal.deadlines.views import cycle, discipline, feed, home, terms

urlpatterns = [
    path("", home.home, name="home"),
    path("cycles/<int:year>/", cycle.cycle, name="cycle"),
    path("deadlines/", terms.deadlines, name="deadlines"),
    path("deadlines/<int:pk>/", terms.deadline, name="deadline"),
    path("deadlines/ics/", feed.calendar_feed, name="calendar-feed"),
    path("deadlines/<str:token>.ics", feed.calendar_file, name="calendar-file"),
    path("deadlines/discipline/", discipline.this_year, name="discipline-now"),
    path("deadlines/discipline/<int:year>/", discipline.report, name="discipline"),
    path("deadlines/discipline/<int:year>/xlsx/", discipline.xlsx, name="discipline-xlsx"),
    path("deadlines/discipline/<int:year>/pdf/", discipline.pdf, name="discipline-pdf"),
    path("calendar/", calendar_views.this_year, name="calendar"),
    path("calendar/<int:calendar_year>/", calendar_views.year, name="calendar-year"),
    path("calendar/<int:calendar_year>/decree/", calendar_views.enter_decree, name="calendar-decree"),
    path("calendar/<int:calendar_year>/decree/text/", calendar_views.decree_act, name="calendar-decree-act"),
    path("calendar/days/add/", calendar_views.enter_day, name="calendar-enter"),
    path("calendar/days/<int:pk>/remove/", calendar_views.remove_day, name="calendar-remove"),
    path("calendar/days/<int:pk>/text/", calendar_views.day_act, name="calendar-day-act"),
]
