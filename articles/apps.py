from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "How it gets in"
    default_auto_field = "django.db.models.BigAutoField"
