"""Proposals of bonuses and their agreement."""

from django.urls import path

from bonus_fund.views import proposals

urlpatterns = [
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
]
