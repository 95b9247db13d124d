# SPDX-License-Identifier: EUPL-1.2
"""Settings of the suite: the real ones, with a folder of its own for everything that is written."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# One folder a process: tests that run side by side never share keys, mail or a database file.
_ROOT = Path(tempfile.mkdtemp(prefix="sluitend-test-"))
atexit.register(shutil.rmtree, _ROOT, ignore_errors=True)
os.environ["SLUITEND_DATA"] = str(_ROOT)
os.environ["SLUITEND_SECRET_KEY"] = "only-for-tests-" * 4
_OUTSIDE = ("SECRET_KEY_FILE", "KEYS", "CHECKPOINTS", "SQLITE", "DEMO", "HOSTS", "URL", "EMAIL_BACKEND")
for _name in (*_OUTSIDE, "SECURITY_CONTACT", "SECURITY_EXPIRES", "TRUSTED_PROXIES"):
    os.environ.pop(f"SLUITEND_{_name}", None)

for _name in [name for name in os.environ if name.startswith("SLUITEND_OIDC_")]:
    del os.environ[_name]

from sluitend.config.databases import SQLITE_OPTIONS  # noqa: E402
from sluitend.config.settings import *  # noqa: E402, F403
from sluitend.config.settings import DATABASES  # noqa: E402

# A file, not memory: threads and browser tests share it, and WAL behaves as it does in use.
# Only the promise to survive a power cut is dropped; the drills prove that one.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_ROOT / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {
        "init_command": SQLITE_OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    }
else:
    # Every right is that of the application's role; a test that tampers as the owner does becomes it.
    DATABASES["default"]["OPTIONS"] = {"assume_role": DATABASES["default"]["USER"]}
    DATABASES["default"]["USER"] += "_suite"
# Tests that commit empty the tables as owner, with the guarding triggers away.
MAY_FLUSH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Straight from the source folders: the suite also proves pages whose assets just changed.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = _ROOT / "static"
STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
