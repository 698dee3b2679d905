"""The Committee's check and registers of forwarded sums."""

from django.urls import path

from bonus_fund.views import registers

urlpatterns = [
    path("registers/<int:pk>/", registers.register, name="register"),
]
