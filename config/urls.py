"""Addresses: the API below /api/, the admin below /admin/, everything else is pages."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "Dyad: the editors' desk"
admin.site.index_title = "Facts, and what they stand on"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
    path("desk/", include("pages.desk.urls")),
    path("", include("pages.urls")),
]
handler400 = "pages.views.frame.bad_request"
handler404 = "pages.views.frame.not_found"
