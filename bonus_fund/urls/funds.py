"""General funds, their distributions, notices of size."""

from django.urls import path

from bonus_fund.views import distributions, fund_entry, fund_files, funds, notices

urlpatterns = [
    path("funds/", funds.index, name="funds"),
    path("funds/<int:pk>/", funds.fund, name="fund"),
    path("funds/<int:pk>/do/<slug:name>/", funds.step, name="fund-step"),
    path("funds/<int:pk>/correct/", funds.correct, name="fund-correct"),
    path("funds/<int:pk>/edit/", fund_entry.edit, name="fund-edit"),
    path("funds/<int:pk>/basis/", fund_files.basis, name="fund-basis"),
    path("funds/<int:pk>/xlsx/", fund_files.workbook, name="fund-xlsx"),
    path("funds/<int:pk>/pdf/", fund_files.paper, name="fund-pdf"),
    path("funds/<int:pk>/docx/", fund_files.working_copy, name="fund-docx"),
    path("funds/<int:pk>/distribution/", distributions.distribution, name="distribution"),
    path("funds/<int:pk>/distribution/do/<slug:name>/", distributions.step, name="distribution-step"),
    path("funds/<int:pk>/why/<str:code>/", distributions.why_project, name="fund-why"),
    path("funds/<int:pk>/why-body/<int:organization_pk>/", distributions.why_body, name="fund-why-body"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/acknowledge/", notices.acknowledge, name="notice-acknowledge"),
    path("notices/<int:pk>/pdf/", notices.paper, name="notice-pdf"),
    path("notices/<int:pk>/docx/", notices.working_copy, name="notice-docx"),
]
