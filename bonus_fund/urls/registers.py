"""The office's receipt of proposals, the Committee's check, registers of forwarded sums."""

from django.urls import path

from bonus_fund.views import batches, checking, registers

urlpatterns = [
    path("proposals/receive/", batches.receive, name="receive"),
    path("checks/", checking.desk, name="checks"),
    path("checks/forward/", batches.forward, name="forward"),
    path("checks/<int:pk>/", checking.check, name="check"),
    path("checks/<int:pk>/do/<slug:name>/", checking.step, name="check-step"),
    path("registers/", registers.index, name="registers"),
    path("registers/<int:pk>/", registers.register, name="register"),
    path("registers/<int:pk>/xlsx/", registers.download, name="register-xlsx"),
    path("registers/<int:pk>/pdf/", registers.paper, name="register-pdf"),
    path("registers/<int:pk>/docx/", registers.working_copy, name="register-docx"),
    path("registers/<int:pk>/receipt/", registers.receipt, name="register-receipt"),
]
