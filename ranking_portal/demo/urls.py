"""The address of the demonstration's clock."""

from django.urls import path

from ranking_portal.demo import views

urlpatterns = [path("clock/", views.portal_clock, name="clock")]
