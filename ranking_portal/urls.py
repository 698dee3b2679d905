"""All addresses; the apps are named by string."""

from django.urls import include, path

urlpatterns = [
    path("", include("ranking_portal.ui.urls")),
    path("", include("ranking_portal.watching.urls")),
    path("", include("ranking_portal.deadlines.urls")),
    path("", include("ranking_portal.notices.urls")),
    path("help/", include("ranking_portal.guide.urls")),
    path("regulation/", include("ranking_portal.regulation.urls")),
    path("accounts/", include("ranking_portal.accounts.urls")),
    path("directory/", include("ranking_portal.reference.urls")),
    path("", include("ranking_portal.demo.urls")),
    path("api/", include("ranking_portal.api.urls")),
    path("journal/", include("ranking_portal.accounts.journal_urls")),
    path("", include("projects.urls")),
    path("", include("ranking.urls")),
    path("", include("protocols.urls")),
    path("", include("bonus_fund.urls")),
]
