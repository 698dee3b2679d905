"""Addresses of the room, by what they show."""

from bonus_fund.urls import funds, proposals, registers

app_name = "bonus_fund"
urlpatterns = [*funds.urlpatterns, *proposals.urlpatterns, *registers.urlpatterns]
