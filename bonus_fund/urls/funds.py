"""General funds, their distributions, notices of size."""

from django.urls import path

from bonus_fund.views import funds, notices

urlpatterns = [
    path("funds/<int:pk>/", funds.fund, name="fund"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
]
