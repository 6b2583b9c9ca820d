"""
Settings, read top to bottom, all from the environment.

Nothing here has a side effect: without DATABASE_URL or REDIS_URL the addresses of the embedded servers are computed
from the clone's path, and only script/run, manage.py and conftest.py start anything (decisions B18).
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured

from clientcare import embedded
from outbox.gateway import read_gateway
from outbox.renderer.address import renderer_address

django_stubs_ext.monkeypatch()  # lets ModelAdmin[Message] and its like run as they are typed

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if "PYTEST_VERSION" in env.ENVIRON:
    env.ENVIRON.setdefault("MODE", "test")  # pytest-django reads this file before any conftest could say so
environ.Env.read_env(BASE_DIR / ".env")
if env("MODE", default="demo") == "demo":
    environ.Env.read_env(embedded.LOCAL / "env")  # what script/run wrote, so that manage.py works beside it

# --- Mode: the modes differ by variables, not by files (decisions B16)
MODE: str = env("MODE", default="production")
if MODE not in {"demo", "production", "test"}:
    raise ImproperlyConfigured(f'MODE is "{MODE}". Use demo, production or test.')
DEBUG = False
TESTING = MODE == "test"


def _secret(name: str, *, demo: str) -> str:
    """Return a secret from the environment; only demo and test modes may do without."""
    value = env(name, default="")
    if value:
        return str(value)
    if MODE == "production":
        raise ImproperlyConfigured(f"{name} is not set. Production needs it: see docs/deploy.md.")
    return demo


SECRET_KEY = _secret("SECRET_KEY", demo="demo-and-test-only-" + "x" * 40)
BASE_URL: str = env("BASE_URL", default=f"http://localhost:{env('PORT', default='8000')}").rstrip("/")
DEMO_PASSWORD: str = env("DEMO_PASSWORD", default="clientcare-demo")
if MODE == "production" and "DATABASE_URL" not in env.ENVIRON:
    raise ImproperlyConfigured("DATABASE_URL is not set. Production needs its own PostgreSQL: see docs/deploy.md.")

ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=[BASE_URL.split("://")[-1].split(":")[0], "localhost", "127.0.0.1"]
)
ROOT_URLCONF = "clientcare.urls"
WSGI_APPLICATION = "clientcare.wsgi.application"

INSTALLED_APPS = [
    "clientcare",
    "intake",
    "engagement",
    "callbacks",
    "complaints",
    "wording",
    "outbox",
    "practice",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "clientcare.apps.StaticFiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "phonenumber_field",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "clientcare.middleware.NoNoughtMiddleware",
    "clientcare.middleware.NoStoreMiddleware",
    "clientcare.traces.TraceMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clientcare.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: `default` is the application's role, `owner` migrates (decisions B15)
DATABASES = {
    "default": env.db_url_config(env("DATABASE_URL", default=embedded.database_url())),
    "owner": env.db_url_config(env("DATABASE_OWNER_URL", default=env("DATABASE_URL", default=embedded.owner_url()))),
}
for _database in DATABASES.values():
    _database["HOST"] = unquote(_database["HOST"])  # a Unix socket's folder is percent-encoded in an address
    _database["ATOMIC_REQUESTS"] = False
    _database["CONN_MAX_AGE"] = 600  # a new connection plans everything anew: three parts of four of a short page
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {}).update(
        # Rows with their nine joined neighbours took 9 ms to plan and 1 ms to fetch: try fewer orders of joining.
        options="-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
        " -c join_collapse_limit=4",
        connect_timeout=2,
    )
DATABASES["owner"]["OPTIONS"]["options"] = "-c lock_timeout=10s"
DATABASE_ROUTERS = ["clientcare.routers.OwnerMigrates"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CLOCK_OFFSET_SECONDS: int = env.int("CLOCK_OFFSET_SECONDS", default=0)
if CLOCK_OFFSET_SECONDS and not TESTING:
    raise ImproperlyConfigured("CLOCK_OFFSET_SECONDS moves the clock and is for tests only. Unset it.")

# --- Celery: hints only; every promise is a row (reliability.md 1.3). See clientcare/celery.py for the rest.
REDIS_URL: str = env("REDIS_URL", default=embedded.redis_url())
TIMETABLE_SPEED: float = env.float("TIMETABLE_SPEED", default=1.0)
if TIMETABLE_SPEED != 1 and not TESTING:
    raise ImproperlyConfigured("TIMETABLE_SPEED makes beat run faster and is for tests only. Unset it.")

# --- Sweeps: /healthz fails when a planned stage has been due for longer; beat sweeps twice a minute
STAGES_LATE_SECONDS: int = env.int("STAGES_LATE_SECONDS", default=300)

# --- Mail: what leaves the building is a row first; the outbox's worker is the only sender (decisions B19)
EMAIL_URL: str = env("EMAIL_URL", default=embedded.email_url())
globals().update(env.email_url_config(EMAIL_URL))
if (
    MODE == "demo"
    and urlsplit(EMAIL_URL).hostname not in {None, "localhost", "127.0.0.1", "::1"}
    and not env.bool("DEMO_MAY_SEND_MAIL", default=False)
):
    raise ImproperlyConfigured(
        "The demo would send mail through EMAIL_URL to whoever is in its data."
        " Unset EMAIL_URL to keep mail in .local/mail, or set DEMO_MAY_SEND_MAIL=yes as well."
    )
EMAIL_TIMEOUT = 30
SMS_GATEWAY = read_gateway(env.ENVIRON, mode=MODE, kept_at=embedded.sms_url())  # SMS_URL; None: no texts
OUTBOX_LATE_WORDS = {  # filled in as it leaves, so that no stored row opens anything (decisions B12)
    "user.password_reset_key": "clientcare.accounts.with_reset_link",
    "enquiry.resume": "intake.links.with_resume_link",
    "engagement.letter": "engagement.links.with_acceptance_link",
    "engagement.cost_update": "engagement.links.with_acceptance_link",
    "engagement.link": "engagement.links.with_acceptance_link",
    "engagement.reminder": "engagement.links.with_acceptance_link",
    "link.code": "outbox.links.with_code",
    **dict.fromkeys(["callback.confirmation", "callback.reminder", "callback.link"], "callbacks.links.with_link"),
}
OUTBOX_ASKED_AGAIN = {  # whose rules hold for these, only their feature knows: it says why one must not leave any more
    "complaint.letter": "complaints.services.leaving.hindrances",
    "enquiry.ask_more": "intake.reach.hindrances",
    "enquiry.letter": "intake.reach.hindrances",
}
LEGAL_NAME_CHANGED = ("intake.services.renamed.reopen_checks",)  # told in its transaction: what was checked by it
DEFAULT_FROM_EMAIL: str = env("DEFAULT_FROM_EMAIL", default="care@hartleyvane.example")

# --- Paper: where the letter printer listens; without one, a process prints for itself (decisions B23)
RENDERER_SOCKET: str = env("RENDERER_SOCKET", default=str(renderer_address(embedded.HOME)))

# --- Language and time: stored in UTC, told in each office's own zone
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
PHONENUMBER_DEFAULT_REGION = "GB"

# --- Files of the front end
STATIC_URL = "static/"
STATIC_ROOT = embedded.LOCAL / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist" / "css"),
    ("fonts/source-sans-3-variable", BASE_DIR / "node_modules" / "@fontsource-variable" / "source-sans-3" / "files"),
    ("fonts/source-sans-3", BASE_DIR / "node_modules" / "@fontsource" / "source-sans-3" / "files"),
    ("fonts/source-serif-4", BASE_DIR / "node_modules" / "@fontsource" / "source-serif-4" / "files"),
]
STORAGES = {
    "default": {"BACKEND": f"django.core.files.storage.{'InMemoryStorage' if TESTING else 'FileSystemStorage'}"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING  # found when asked for: no list of all files for each client
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2")
MEDIA_ROOT: str = env("MEDIA_ROOT", default=str(embedded.LOCAL / "media"))  # scans that people upload
FILE_UPLOAD_PERMISSIONS = 0o600

# --- People
AUTH_USER_MODEL = "practice.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["practice.passwords.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "clientcare.accounts.OutboxAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, without a question
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an address that is not ours gets no mail from here
ACCOUNT_EMAIL_NOTIFICATIONS = True
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=3).total_seconds())
MFA_TOTP_ISSUER = "ClientCare"
MFA_TOTP_TOLERANCE = 1  # a phone may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by an administrator, not typed by whoever signs up
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())

# --- Security
SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "clientcare.errors.csrf_failed"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^livez$"]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if SECURE:
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# --- Records of running: ids, never contents
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"pikepdf": {"level": "WARNING"}},  # it says that it is there each time that it is loaded
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING" if TESTING else "INFO")},
}
