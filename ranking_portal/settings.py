"""Configuration of the portal: every choice comes from the environment, and every default works with nothing set.

Embedded mode (SQLite, no broker) and full mode (PostgreSQL, Redis, SMTP) differ by these values only.
"""

import logging
import os
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from ranking_portal.region import REGION

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Files of the installation: embedded database, uploads, stored documents, generated secret.
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEMO = env.bool("PORTAL_DEMO", default=False)
DEBUG = False
# TLS ends at the reverse proxy; a plain http installation on loopback (embedded) must still sign in.
HTTPS = env.bool("PORTAL_HTTPS", default=False)
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=LOOPBACK)
if DEMO and not set(ALLOWED_HOSTS) <= set(LOOPBACK):
    raise ImproperlyConfigured("PORTAL_DEMO prints passwords on the sign-in page: ALLOWED_HOSTS must be loopback only")
# Terms of the law are counted by the real day: only a demonstration may live on another.
MOVED_CLOCK = DATA_DIR / "moved_clock"
if not DEMO and MOVED_CLOCK.exists():
    raise ImproperlyConfigured(f"The portal's clock is moved, which only PORTAL_DEMO allows: remove {MOVED_CLOCK}")


def _secret_key() -> str:
    """The key from the environment, or one generated once and kept readable by the owner only."""
    key: str = env.str("SECRET_KEY", default="")
    if key:
        return key
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        _keep_once(kept, get_random_secret_key())
    return kept.read_text(encoding="utf-8")


def _keep_once(path: Path, text: str) -> None:
    """Write a file whole or not at all: processes that start at once all read what the first of them wrote."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
    with suppress(FileExistsError):
        os.link(beside, path)
    os.unlink(beside)


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_include_bootstrap",
    "django_structlog",
    "csp",
    "rules",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_fsm",
    "import_export",
    "ranking_portal.journal",
    "ranking_portal.directory",
    "ranking_portal.accounts",
    "ranking_portal.watching",
    "ranking_portal.regulation",
    "ranking_portal.workflow",
    "ranking_portal.deadlines",
    "ranking_portal.notices",
    "ranking_portal.ui",
    "ranking_portal.reference",
    "ranking_portal.personal",
    "ranking_portal.api",
    "ranking_portal.demo",
    "ranking_portal.backup",
    "projects",
    "ranking",
    "protocols",
    "bonus_fund",
]

MIDDLEWARE = [
    "ranking_portal.watching.middleware.TimedRequests",
    "django.middleware.security.SecurityMiddleware",
    "ranking_portal.watching.permissions.NoDevices",
    "ranking_portal.compression.CompressTexts",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ranking_portal.once.AskOnce",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ranking_portal.accounts.signin.sessions.SessionLimits",
    "ranking_portal.accounts.often.TooOften",
    "ranking_portal.accounts.journal_middleware.TellJournal",
    "django_structlog.middlewares.RequestMiddleware",
    "ranking_portal.accounts.signin.fragments.NoGateInParts",
    "ranking_portal.kept_input.KeptInputMiddleware",
    "ranking_portal.accounts.signin.proof.AskAgain",
    "ranking_portal.accounts.middleware.FailClosedMiddleware",
    "ranking_portal.ui.seen.RecentlySeen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Last, so that its refusal is answered by the page of the lockout.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ranking_portal.urls"
WSGI_APPLICATION = "ranking_portal.wsgi.application"
ASGI_APPLICATION = "ranking_portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ranking_portal.ui.templatetags.shown_to"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ranking_portal.ui.context.portal",
                "ranking_portal.guide.context.guide",
            ],
        },
    }
]
if REGION.has_own_words:
    # Another region says the fixed text of pages and papers in its own words.
    _loaders = [f"ranking_portal.region_templates.{one}" for one in ("Files", "Apps")]
    TEMPLATES[0]["APP_DIRS"] = False
    TEMPLATES[0]["OPTIONS"]["loaders"] = [("django.template.loaders.cached.Loader", _loaders)]  # type: ignore[index]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Relative paths and memory databases are left as given; the default stands in the data directory.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # SQLite knows no row locks: a writer takes the whole lock at the start, others wait for it.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
# The first refuses whoever is locked out, the second compares the password.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# Proxies whose X-Forwarded-For is believed (addresses and networks); nobody else's is. Where TLS ends at a proxy of the
# same machine, it need not be named: else everybody would come from one address, and be closed out together.
TRUSTED_PROXIES: list[str] = env.list("PORTAL_TRUSTED_PROXIES", default=["127.0.0.1", "::1"] if HTTPS else [])
# Refused sign-ins in a row that close an account, or an address behind which many sit; minutes until it opens again.
LOCKOUT_ACCOUNT, LOCKOUT_ADDRESS = (
    env.int("PORTAL_LOCKOUT_ACCOUNT", default=5),
    env.int("PORTAL_LOCKOUT_ADDRESS", default=30),
)
LOCKOUT_MINUTES = env.int("PORTAL_LOCKOUT_MINUTES", default=15)
# A demonstration asks neither for a second factor nor for the password again, and its clock may jump by months.
SECOND_FACTOR = env.bool("PORTAL_SECOND_FACTOR", default=not DEMO)
STEP_UP_MINUTES = env.int("PORTAL_STEP_UP_MINUTES", default=0 if DEMO else 15)
SESSION_IDLE_MINUTES = env.int("PORTAL_SESSION_IDLE_MINUTES", default=0 if DEMO else 60)
SESSION_HOURS = env.int("PORTAL_SESSION_HOURS", default=0 if DEMO else 12)

AXES_HANDLER = "ranking_portal.accounts.signin.lockout.Counter"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_CLIENT_IP_CALLABLE = "ranking_portal.accounts.signin.address.client_address"
AXES_USERNAME_CALLABLE = "ranking_portal.accounts.signin.lockout.counted_name"
AXES_LOCKOUT_CALLABLE = "ranking_portal.accounts.signin.lockout.closed"
AXES_COOLOFF_TIME = timedelta(minutes=LOCKOUT_MINUTES)
AXES_FAILURE_LIMIT = LOCKOUT_ACCOUNT
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "code", "credential", "csrfmiddlewaretoken", "shown_to"]

# Accounts are made by the administrator: no sign-up, no letters. Attempts are counted by axes, in the database.
ACCOUNT_ADAPTER = "ranking_portal.accounts.signin.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "ranking_portal.accounts.signin.forms.SignInForm",
    "reauthenticate": "ranking_portal.accounts.signin.forms.PasswordAgainForm",
}
MFA_ADAPTER = "ranking_portal.accounts.signin.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "ranking_portal.accounts.signin.forms.CodeForm",
    "authenticate_webauthn": "ranking_portal.accounts.signin.forms.PasskeyForm",
    "reauthenticate": "ranking_portal.accounts.signin.forms.CodeAgainForm",
    "reauthenticate_webauthn": "ranking_portal.accounts.signin.forms.PasskeyAgainForm",
    "activate_totp": "ranking_portal.accounts.signin.forms.FirstCodeForm",
    "add_webauthn": "ranking_portal.accounts.signin.forms.NewPasskeyForm",
}
MFA_RATE_LIMITS = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Ранжирование проектов"
# A clock of a telephone may be half a minute off.
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False

# A sign-on of the state (OpenID Connect): off until its server is named; it brings in only those linked by hand.
OIDC_SERVER = env.str("PORTAL_OIDC_SERVER", default="")
OIDC_APP = {
    "provider_id": "state",
    "name": env.str("PORTAL_OIDC_NAME", default="единую учётную запись"),
    "client_id": env.str("PORTAL_OIDC_CLIENT", default=""),
    "secret": env.str("PORTAL_OIDC_SECRET", default=""),
    "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC_APP] if OIDC_SERVER else []}}
SOCIALACCOUNT_ADAPTER = "ranking_portal.accounts.signin.adapters.StateSignOn"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

LANGUAGE_CODE = "ru"
USE_I18N = True
TIME_ZONE = str(REGION.zone)
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", ("guide", BASE_DIR / "docs" / "guide" / "pictures")]
# Static files are served straight from the packages and static/: nothing to collect in embedded mode.
WHITENOISE_USE_FINDERS = True
# Their addresses carry a mark of the content: a browser keeps them for a year.
WHITENOISE_MAX_AGE = 31536000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ranking_portal.static_addresses.MarkedStaticFiles"},
}
MEDIA_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A form may lead on to the sign-on of the state, and nowhere else outside.
        "form-action": [SELF, "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER))] if OIDC_SERVER else [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "ranking_portal.accounts.kept_views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # Asked from inside, past the proxy.
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Whether browsers list the whole domain for ever is for its owner to say, not for one portal in it.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))

# Where people reach the portal: printed documents lead there by their QR code.
PORTAL_URL = env.str("PORTAL_URL", default="")
# Names the portal in message ids of its letters.
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="portal.localhost")
# A mail server that keeps silent must not hold a worker for ever.
EMAIL_TIMEOUT = env.int("MAIL_TIMEOUT", default=20)  # seconds
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="portal@portal.localhost")

# Background work. Full mode: a broker, workers, one beat. Embedded: folders of the data directory, one worker that is
# its own beat; what is posted is delivered at once by whoever posts it, the worker delivers what that has missed.
BROKER = env.str("CELERY_BROKER_URL", default="")
DELIVER_BY_WORKER = bool(BROKER)
CELERY_BROKER_URL = BROKER or "filesystem://"
TASKS_DIR = DATA_DIR / "tasks"
# A page never waits long for a broker that does not answer.
_AWAY = {"socket_timeout": 5, "socket_connect_timeout": 1, "max_retries": 0}
_FOLDERS = {"data_folder_in": str(TASKS_DIR), "data_folder_out": str(TASKS_DIR), "control_folder": str(TASKS_DIR)}
CELERY_BROKER_TRANSPORT_OPTIONS = _AWAY if BROKER else _FOLDERS
if not BROKER:
    TASKS_DIR.mkdir(parents=True, exist_ok=True)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "documents"
# Terms do not wait behind a hundred letters.
CELERY_TASK_ROUTES = {"ranking_portal.deadlines.tasks.*": {"queue": "enforcement"}}
CELERY_TASK_TIME_LIMIT, CELERY_TASK_SOFT_TIME_LIMIT = 900, 840
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
ENFORCE_EVERY, DELIVER_EVERY = 300, 60  # seconds
CELERY_BEAT_SCHEDULE = {
    "terms": {
        "task": "ranking_portal.deadlines.tasks.enforce",
        "schedule": ENFORCE_EVERY,
        "options": {"expires": ENFORCE_EVERY},
    },
    "outbox": {
        "task": "ranking_portal.workflow.tasks.deliver_waiting",
        "schedule": DELIVER_EVERY,
        "options": {"expires": DELIVER_EVERY},
    },
    "journal": {
        "task": "ranking_portal.workflow.tasks.check_journal",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
    "imports": {
        "task": "projects.tasks.take_up_imports",
        "schedule": DELIVER_EVERY,
        "options": {"expires": DELIVER_EVERY},
    },
}

# For how many years after somebody took part for the last time his data are kept (152-FZ, art. 5 part 7).
PERSONAL_DATA_YEARS = env.int("PERSONAL_DATA_YEARS", default=5)
# How often one person, or one address before the sign-in, may ask in a minute, of each web process; 0: as he likes.
REQUESTS_A_MINUTE = env.int("REQUESTS_A_MINUTE", default=300)
FILES_A_MINUTE = env.int("FILES_A_MINUTE", default=60)
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _MEMORY},
    "counts": {"BACKEND": _MEMORY, "LOCATION": "counts", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
# How many requests a neighbouring system may send in a minute, over all processes of the portal.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=120)
# What is told to those who keep the portal: figures to whoever shows the token, those of a worker at its own address.
PORTAL_VERSION = env.str("PORTAL_VERSION", default="")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
WORKER_METRICS = env.str("WORKER_METRICS", default="")
# Where errors are reported, without personal data; empty reports nothing.
ERRORS_DSN = env.str("ERRORS_DSN", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "ranking_portal.logs.formatter", "as_json": env.bool("LOG_JSON", default=bool(BROKER))}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        # Said once, when the task is done.
        "celery.worker.strategy": {"level": "WARNING"},
        # Who came in and who was refused is told by the journal.
        "axes": {"level": "ERROR"},
    },
}
# One line a request, when it is answered; a user is a number there, and where he sits is not kept.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
# A task remembers the request that has brought it about.
DJANGO_STRUCTLOG_CELERY_ENABLED = True
