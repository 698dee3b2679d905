"""The inbox of each, the outbox of the portal."""

from django.urls import path

from ranking_portal.notices import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="inbox-read-all"),
    path("inbox/way/", views.choose_way, name="inbox-way"),
    path("inbox/<int:pk>/", views.follow, name="inbox-notice"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/again/", views.send_again, name="outbox-again"),
]
