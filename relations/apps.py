from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = "What we know"
    default_auto_field = "django.db.models.BigAutoField"
