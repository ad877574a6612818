"""Addresses of the desk, below /desk/."""

from django.urls import path

from pages.desk import article, deciding, proposed, queue, review

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("add/", queue.add, name="add"),
    path("status/", queue.status, name="status"),
    path("a/<int:pk>/", article.article, name="article"),
    path("a/<int:pk>/do/", article.act, name="act"),
    path("a/<int:pk>/new/", article.new, name="new"),
    path("a/<int:pk>/here/", article.here, name="here"),
    path("a/<int:pk>/s/<int:number>/", deciding.decide, name="decide"),
    path("a/<int:pk>/s/<int:number>/draft/", deciding.draft, name="draft"),
    path("review/", review.waiting, name="review"),
    path("review/f/<int:pk>/", review.fact, name="review-fact"),
    path("review/p/<int:pk>/", review.correction, name="review-correction"),
    path("review/n/<int:pk>/", proposed.proposal, name="review-proposal"),
    path("correct/<int:pk>/", review.correct, name="correct"),
    path("quality/", review.quality, name="quality"),
]
