"""Addresses of the room."""

from django.urls import path

from protocols.views import agenda, council, dispatches, lists, one, scans, sitting, verify, voting

app_name = "protocols"
urlpatterns = [
    path("council/", council.council, name="council"),
    path("council/new/", council.choose, name="seat-choose"),
    path("council/new/<int:pk>/", council.new, name="seat-new"),
    path("council/<int:pk>/", council.change, name="seat"),
    path("protocols/", lists.index, name="index"),
    path("protocols/new/", lists.new, name="new"),
    path("protocols/<int:pk>/", one.protocol, name="protocol"),
    path("protocols/<int:pk>/pdf/", one.paper, name="pdf"),
    path("protocols/<int:pk>/zip/", one.whole_set, name="zip"),
    path("protocols/<int:pk>/docx/", one.working_copy, name="docx"),
    path("protocols/<int:pk>/scans/new/", scans.new, name="scan-new"),
    path("protocols/<int:pk>/scans/<int:ordinal>/", scans.scan, name="scan"),
    path("protocols/<int:pk>/do/<slug:name>/", one.step, name="step"),
    path("protocols/<int:pk>/edit/", lists.change, name="edit"),
    path("protocols/<int:pk>/delete/", lists.discard, name="delete"),
    path("protocols/<int:pk>/next/", lists.correct, name="next"),
    path("protocols/<int:pk>/presence/", voting.presence, name="presence"),
    path("protocols/<int:pk>/votes/", voting.votes, name="votes"),
    path("protocols/<int:pk>/votes/<int:question_pk>/withdraw/", voting.withdraw, name="withdraw"),
    path("protocols/<int:pk>/sitting/", sitting.screen, name="sitting"),
    path("protocols/<int:pk>/sitting/presence/", sitting.mark, name="sitting-presence"),
    path("protocols/<int:pk>/sitting/chair/", sitting.preside, name="sitting-chair"),
    path("protocols/<int:pk>/sitting/vote/", sitting.vote, name="sitting-vote"),
    path("protocols/<int:pk>/projector/", sitting.projector, name="projector"),
    path("protocols/<int:pk>/candidates/new/", agenda.add_candidate, name="candidate-new"),
    path("protocols/<int:pk>/candidates/<int:candidate_pk>/", agenda.change_candidate, name="candidate"),
    path("protocols/<int:pk>/candidates/<int:candidate_pk>/delete/", agenda.remove_candidate, name="candidate-delete"),
    path("protocols/<int:pk>/questions/new/", agenda.add_question, name="question-new"),
    path("protocols/<int:pk>/questions/<int:question_pk>/", agenda.change_question, name="question"),
    path("protocols/<int:pk>/questions/<int:question_pk>/delete/", agenda.remove_question, name="question-delete"),
    path("dispatches/", dispatches.index, name="dispatches"),
    path("dispatches/xlsx/", dispatches.download, name="dispatches-xlsx"),
    path("dispatches/<int:pk>/", dispatches.dispatch, name="dispatch"),
    path("dispatches/<int:pk>/pdf/", dispatches.paper, name="dispatch-pdf"),
    path("dispatches/<int:pk>/docx/", dispatches.working_copy, name="dispatch-docx"),
    path("dispatches/<int:pk>/scans/new/", scans.letter_new, name="dispatch-scan-new"),
    path("dispatches/<int:pk>/scans/<int:ordinal>/", scans.letter_scan, name="dispatch-scan"),
    path("dispatches/<int:pk>/do/<slug:name>/", dispatches.step, name="dispatch-step"),
    path("dispatches/<int:pk>/acknowledge/", dispatches.receipt, name="dispatch-acknowledge"),
    path("verify/<slug:token>/", verify.verify, name="verify"),
]
