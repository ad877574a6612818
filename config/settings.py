"""Settings: one file, everything that varies comes from the environment (config.environment)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from config.embedded.places import Places
from config.environment import is_deployed, read_environment

BASE_DIR: Path = Path(__file__).resolve().parent.parent
ENV = read_environment()
IS_DEPLOYED = is_deployed(ENV)
IS_TEST = ENV.bool("DYAD_TEST")
VAR: Path = (BASE_DIR / ENV.str("DYAD_VAR")).resolve()
PLACES = Places(VAR)

DEBUG = ENV.bool("DYAD_DEBUG")
CONTACT = ENV.str("DYAD_CONTACT")
# Larger than the desk reads, so that a long paste gets the desk's sentence and not a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = 14_000_000
SUGGESTIONS = ENV.str("DYAD_SUGGESTIONS")
MODEL = {
    "url": ENV.str("DYAD_MODEL_URL"),
    "name": ENV.str("DYAD_MODEL_NAME"),
    "key": ENV.str("DYAD_MODEL_KEY"),
    "timeout": ENV.int("DYAD_MODEL_TIMEOUT"),
    "price_in": ENV.str("DYAD_MODEL_PRICE_IN"),
    "price_out": ENV.str("DYAD_MODEL_PRICE_OUT"),
    "most_a_day": ENV.str("DYAD_MODEL_MAX_COST"),
}


def _kept_secret() -> str:
    """A key of this instance's own, made once and readable by its owner only."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret_key.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        try:
            # link() loses the race to another process quietly; both then read the same key.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


SECRET_KEY = ENV.str("DYAD_SECRET_KEY") or _kept_secret()
ALLOWED_HOSTS = ENV.list("DYAD_ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
if not IS_DEPLOYED and ENV.str("DYAD_HOST") not in ("127.0.0.1", "localhost"):
    ALLOWED_HOSTS.append(ENV.str("DYAD_HOST") if ENV.str("DYAD_HOST") != "0.0.0.0" else "*")
CSRF_TRUSTED_ORIGINS = ENV.list("DYAD_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "config",
    "pages",
    "api",
    "articles",
    "relations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "knox",
    "corsheaders",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- data --------------------------------------------------------------------------------

_pool = {"min_size": 1, "max_size": ENV.int("DYAD_POOL"), "timeout": 10}
if IS_DEPLOYED:
    DATABASES: dict[str, dict[str, Any]] = {"default": ENV.db_url("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "dyad",
            "USER": "dyad",
            "HOST": str(PLACES.sockets),
            "PORT": "5432",
        }
    }
DATABASES["default"] |= {
    # A connection the server dropped is replaced, not handed out.
    "CONN_HEALTH_CHECKS": True,
    "CONN_MAX_AGE": 0,
    # An address may bring options of its own, such as ?sslmode=require. Of the statements asked
    # with server-side parameters (relations.db.ask_prepared) each connection keeps the plan
    # after three times.
    "OPTIONS": {
        **DATABASES["default"].get("OPTIONS", {}),
        "pool": _pool,
        "prepare_threshold": 3,
    },
}

REDIS_URL = ENV.str("REDIS_URL") or f"unix://{PLACES.valkey_socket}"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache"
        if not IS_TEST
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": f"{REDIS_URL}?db=1" if REDIS_URL.startswith("unix:") else REDIS_URL,
        "KEY_PREFIX": "dyad",
    }
}

# --- people ------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]  # fmt: skip
if IS_TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLED = not IS_TEST
LOGIN_URL = "admin:login"

# --- mail --------------------------------------------------------------------------------

# Notices to owners of webhooks; without a server there is none, and pages and API show them.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if ENV.str("DYAD_EMAIL_URL"):
    vars().update(ENV.email_url("DYAD_EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = CONTACT if "@" in CONTACT else "dyad@localhost"

# --- language and time -------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- files -------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
_NODE = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    (f"vendor/{name}", str(_NODE / path))
    for name, path in (
        ("flags", "flag-icons/flags/4x3"),
        ("inter", "@fontsource-variable/inter/files"),
        ("serif", "@fontsource-variable/source-serif-4/files"),
    )
    if (_NODE / path).is_dir()
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.storage.StaticFiles"
        if IS_DEPLOYED and not DEBUG and not IS_TEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Without collectstatic, files are served from where they are.
WHITENOISE_USE_FINDERS = not IS_DEPLOYED
WHITENOISE_AUTOREFRESH = DEBUG

# --- security ----------------------------------------------------------------------------

HTTPS = ENV.bool("DYAD_HTTPS") if ENV.str("DYAD_HTTPS") else IS_DEPLOYED and not DEBUG
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Anybody can send the header: it is believed only where a proxy is known to overwrite it.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENV.bool("DYAD_TRUSTED_PROXY") else None
)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- API and tasks -----------------------------------------------------------------------

STATEMENT_TIMEOUT = ENV.int("DYAD_STATEMENT_TIMEOUT")
API_RATE = ENV.int("DYAD_API_RATE")
API_TOKEN_RATE = ENV.int("DYAD_API_TOKEN_RATE")

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["api.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.ScopedTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
# Receivers of webhooks over http and on this machine: only while debugging.
WEBHOOKS_MAY_BE_LOCAL = DEBUG
KNOX_TOKEN_MODEL = "api.Token"
MIGRATION_MODULES = {"knox": None}  # its own table of tokens is not made: api.Token stands for it
REST_KNOX = {"TOKEN_PREFIX": "dyad_", "TOKEN_TTL": timedelta(days=90)}
# Pages of other sites may read the API, without cookies; a token goes in its header.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/api/v1/.*$"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "authorization", "if-none-match", "if-modified-since"]
CORS_EXPOSE_HEADERS = [
    "ETag", "Last-Modified", "Retry-After", "RateLimit", "RateLimit-Policy", "Deprecation",
    "Sunset", "Link",
]  # fmt: skip
SPECTACULAR_SETTINGS = {
    "TITLE": "Dyad",
    "VERSION": "1",
    "DESCRIPTION": "What states do to and with each other, fact by fact, with the evidence.",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1/",  # addresses are grouped by what they are about
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.examples.add_examples",
        "api.deprecation.mark",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "FactKindEnum": "relations.lanes.Kind",
        "ProposalActEnum": "relations.models.proposal.Proposal.Act",
        "StatementActEnum": "relations.models.statement.Statement.Act",
        "CountryKindEnum": "relations.models.country.Country.Kind",
        "SourceKindEnum": "relations.models.source.Source.Kind",
        "VerificationEnum": "relations.verification.Verification",
        "PublicActEnum": "relations.timeline.log.ACTS",
        "ExportFormatEnum": "relations.exporting.building.Format",
        "ExportStateEnum": "api.models.export.Export.State",
    },
    "COMPONENT_SPLIT_REQUEST": True,
}

CELERY_BROKER_URL = (
    f"redis+socket://{PLACES.valkey_socket}?virtual_host=0"
    if not ENV.str("REDIS_URL")
    else ENV.str("REDIS_URL")
)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = IS_TEST
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if not IS_TEST else "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},
    },
}
