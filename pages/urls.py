"""Addresses of the pages. The address is the view."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("pairs/", views.pairs, name="pairs"),
    path("r/<str:text>/", views.pair, name="pair"),
    path("countries/", views.countries, name="countries"),
    path("c/<str:code>/", views.country, name="country"),
    path("f/<int:pk>/", views.fact, name="fact"),
    path("favicon.ico", views.favicon),
    path("theme/", views.theme, name="theme"),
]
