# SPDX-License-Identifier: EUPL-1.2
"""Settings, read once from the environment. Every name is explained in docs/operate.md."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from sluitend.config.databases import database_from_environment
from sluitend.config.secret import private_text, secret_from_environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# One folder holds all that an instance writes. Keys have a folder of their own so that
# a copy of the database never carries the keys with it.
DATA_DIR = Path(os.environ.get("SLUITEND_DATA", BASE_DIR / "data"))
KEY_DIR = Path(os.environ.get("SLUITEND_KEYS", DATA_DIR / "keys"))
CHECKPOINT_DIR = Path(os.environ.get("SLUITEND_CHECKPOINTS", DATA_DIR / "checkpoints"))
PACK_DIR = Path(os.environ.get("SLUITEND_PACKS", BASE_DIR / "packs"))
PACK = os.environ.get("SLUITEND_PACK", "lisse")

DEMO = os.environ.get("SLUITEND_DEMO") == "1"
DEBUG = False
SECRET_KEY = secret_from_environment(os.environ)
ALLOWED_HOSTS = os.environ.get("SLUITEND_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_URL = os.environ.get("SLUITEND_URL", "http://127.0.0.1:8000")
SECURE_TRANSPORT = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Whom we believe about the address of a visitor: networks with commas. Read in core/networks.py.
TRUSTED_PROXIES = os.environ.get("SLUITEND_TRUSTED_PROXIES", "")
# The proxy that ends TLS must set this header itself, and drop it when a client sends it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_TRANSPORT else None

INSTALLED_APPS = [
    "sluitend.core",
    "sluitend.privacy",
    "sluitend.policy",
    "sluitend.accounts",
    "sluitend.shell",
    "sluitend.dossiers",
    "sluitend.handover",
    "sluitend.signals",
    "sluitend.cases",
    "sluitend.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    # Not "allauth" itself, which only brings pages: none of those may ever show beside our own.
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "sluitend.core.middleware.NowhereAtFirst",
    "django.middleware.security.SecurityMiddleware",
    "sluitend.web.cookies.OwnCookiesMiddleware",
    "sluitend.web.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sluitend.accounts.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sluitend.shell.middleware.HeadLikeGetMiddleware",
    "sluitend.shell.middleware.ReadableFormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sluitend.accounts.middleware.TwoFactorAuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sluitend.policy.middleware.OnePackPerRequest",
    "sluitend.shell.middleware.SluitendErrorMiddleware",
]

ROOT_URLCONF = "sluitend.config.urls"
WSGI_APPLICATION = "sluitend.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sluitend.shell.context.frame",
            ],
        },
    },
]

DATABASES = {"default": database_from_environment(os.environ, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["sluitend.accounts.blocking.Backend"]
# Length, what everybody tries and what is close at hand here; no rules about signs, which only annoy.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sluitend.accounts.passwords.OwnWords"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/werk/"
LOGOUT_REDIRECT_URL = "/"

# Signing in by django-allauth: its stages and its table of factors, behind doors of our own
# (docs/decisions/0040). Nobody signs up, and no address is proven by mail: who works here is added.
ACCOUNT_ADAPTER = "sluitend.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# A quarter of an hour between the password and the last step of signing in.
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
# It counts tries in the cache, of which each process has its own: ours are counted elsewhere.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

# The identity provider of the municipality, as written; read and checked in accounts/organisation.
# What counts there as a second factor: one of these groups of methods (RFC 8176) in the claim `amr`.
_TWO_FACTORS = "mfa pwd+otp pwd+hwk pwd+swk pin+hwk pin+sc fpt+hwk face+hwk"
OIDC = {
    "issuer": os.environ.get("SLUITEND_OIDC_ISSUER", ""),
    "client_id": os.environ.get("SLUITEND_OIDC_CLIENT_ID", ""),
    "client_secret": private_text(os.environ, "SLUITEND_OIDC_CLIENT_SECRET_FILE") or "",
    "name": os.environ.get("SLUITEND_OIDC_NAME", ""),
    "scopes": os.environ.get("SLUITEND_OIDC_SCOPES", "openid profile email"),
    "verified_claim": os.environ.get("SLUITEND_OIDC_EMAIL_VERIFIED_CLAIM", "email_verified"),
    "roles": os.environ.get("SLUITEND_OIDC_ROLES", ""),
    "roles_claim": os.environ.get("SLUITEND_OIDC_ROLES_CLAIM", "roles"),
    "new_people": os.environ.get("SLUITEND_OIDC_NEW_PEOPLE", ""),
    "amr": os.environ.get("SLUITEND_OIDC_MFA_AMR", _TWO_FACTORS),
    "acr": os.environ.get("SLUITEND_OIDC_MFA_ACR", ""),
    "passwords_for": os.environ.get("SLUITEND_OIDC_PASSWORDS_FOR", ""),
}

# Where "leave this site quickly" goes: a site that says nothing about the visitor.
EXIT_URL = os.environ.get("SLUITEND_EXIT_URL", "https://www.knmi.nl/")

# Whom to tell of a weakness in this site, and until which day that holds (shell/security_txt.py).
SECURITY_CONTACT = os.environ.get("SLUITEND_SECURITY_CONTACT", "")
SECURITY_EXPIRES = os.environ.get("SLUITEND_SECURITY_EXPIRES", "")

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SLUITEND_STATIC", BASE_DIR / "build" / "static"))

# Names carry a hash of the content, so browsers keep a file for good and never a stale one.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# No other site may read them; WhiteNoise lets all of them by default.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Nothing that a person sends lies on disk in the clear, not even for a moment.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
# The minutes of a full agenda have some nine fields for each of its items (`cases.services.agenda.MOST`).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_500

CACHES = {
    # In memory, never in the database: Django runs what it reads from there (pickle), so that who can
    # write in the database could run code beside our keys.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = os.environ.get("SLUITEND_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("SLUITEND_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("SLUITEND_SMTP_PORT", "25"))
_SMTP_SECURITY = os.environ.get("SLUITEND_SMTP_SECURITY", "none")
EMAIL_USE_TLS = _SMTP_SECURITY == "starttls"
EMAIL_USE_SSL = _SMTP_SECURITY == "tls"
EMAIL_HOST_USER = os.environ.get("SLUITEND_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SLUITEND_SMTP_PASSWORD", "")
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("SLUITEND_MAIL_FROM", "sluitend@example.invalid")

SESSION_ENGINE = "sluitend.accounts.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE_TRANSPORT
# Of a visitor. Those of staff end sooner (accounts/sessions.py).
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_HTTPONLY = True
# Gone with the browser: a cookie of a year would tell who looks at a phone that this site was visited.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SECURE_TRANSPORT
CSRF_FAILURE_VIEW = "sluitend.shell.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# Addresses of this site are told to nobody else. "no-referrer" would hide them from ourselves too:
# a browser then sends `Origin: null` with its own forms, and those are refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TRANSPORT else 0

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route": {"()": "sluitend.web.logs.RouteInsteadOfAddress"}},
    "formatters": {"line": {"()": "sluitend.web.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["route"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django would mail tracebacks to administrators, who may not see what is in them.
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Whoever asks for a host that is not ours fills no log with it.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # It warns on an ordinary stop; its failures are errors.
        "django_tasks_db": {"level": "ERROR"},
        # What is not found or not allowed is no fault of the instance.
        "django.request": {"level": "ERROR"},
    },
}
