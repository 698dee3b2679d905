"""Proposals of bonuses and their agreement."""

from django.urls import path

from bonus_fund.views import agreements, editing, proposal_scans, proposals

urlpatterns = [
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/of/<int:year>/<slug:kind>/<path:name>/", proposals.current, name="proposal-of"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/edit/", editing.edit, name="proposal-edit"),
    path("proposals/<int:pk>/import/", editing.import_sums, name="proposal-import"),
    path("proposals/<int:pk>/template/", editing.template, name="proposal-template"),
    path("proposals/<int:pk>/do/<slug:name>/", proposals.step, name="proposal-step"),
    path("proposals/<int:pk>/pdf/", proposals.paper, name="proposal-pdf"),
    path("proposals/<int:pk>/docx/", proposals.working_copy, name="proposal-docx"),
    path("proposals/<int:pk>/scans/new/", proposal_scans.new, name="proposal-scan-new"),
    path("proposals/<int:pk>/scans/<int:ordinal>/", proposal_scans.scan, name="proposal-scan"),
    path("proposals/<int:pk>/xlsx/", proposals.download, name="proposal-xlsx"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/do/<slug:name>/", agreements.step, name="agreement-step"),
]
