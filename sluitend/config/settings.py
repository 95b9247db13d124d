# SPDX-License-Identifier: EUPL-1.2
"""Settings, read once from the environment. Every name is explained in docs/operate.md."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from sluitend.config.databases import database_from_environment

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
SECRET_KEY = os.environ.get("SLUITEND_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("SLUITEND_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_URL = os.environ.get("SLUITEND_URL", "http://127.0.0.1:8000")
SECURE_TRANSPORT = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "sluitend.core",
    "sluitend.privacy",
    "sluitend.policy",
    "sluitend.accounts",
    "sluitend.shell",
    "sluitend.dossiers",
    "sluitend.handover",
    "sluitend.signals",
    "sluitend.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sluitend.policy.middleware.OnePackPerRequest",
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
            ],
        },
    },
]

DATABASES = {"default": database_from_environment(os.environ, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/werk/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SLUITEND_STATIC", BASE_DIR / "build" / "static"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = os.environ.get("SLUITEND_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("SLUITEND_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("SLUITEND_SMTP_PORT", "25"))
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("SLUITEND_MAIL_FROM", "sluitend@example.invalid")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE_TRANSPORT
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SECURE_TRANSPORT
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
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
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
