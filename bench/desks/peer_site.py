"""
The smallest site with django-appointment, run by the Python of an environment of its own (see peer.py).

`python peer_site.py` makes tables, one service and one member of staff, and prints service, staff and some sessions.
"""

import datetime as dt
import json
import os
import sys
from typing import Any

from django.conf import settings

_CONTEXT = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]
_CONTRIB = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
settings.configure(
    SECRET_KEY="bench",  # noqa: S106  of a site that lives for a minute
    ALLOWED_HOSTS=["127.0.0.1"],
    USE_TZ=True,
    TIME_ZONE="Europe/London",
    INSTALLED_APPS=[*(f"django.contrib.{one}" for one in _CONTRIB), "phonenumber_field", "appointment"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    ROOT_URLCONF="desks.peer_urls" if __name__ != "__main__" else "peer_urls",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [*_CONTEXT, "django.contrib.messages.context_processors.messages"],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["PEER_NAME"],
            "USER": os.environ["PEER_USER"],
            "PASSWORD": os.environ["PEER_PASSWORD"],
            "HOST": os.environ["PEER_HOST"],
            "PORT": os.environ["PEER_PORT"],
            "CONN_MAX_AGE": 60,
        }
    },
    MIGRATION_MODULES=dict.fromkeys(("admin", "auth", "contenttypes", "sessions", "appointment")),
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    DEFAULT_FROM_EMAIL="a@hartleyvane.example",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    STATIC_URL="/static/",
    LANGUAGE_CODE="en",
    PHONENUMBER_DEFAULT_REGION="GB",
    LOGGING={"version": 1, "disable_existing_loggers": True},
)

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()


def _set_up(people: int) -> dict[str, object]:
    from appointment.models import Config, Service, StaffMember, WorkingHours
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    user: Any = get_user_model()  # the peer's own, not ours
    opens, closes = dt.time(9), dt.time(17)
    service = Service.objects.create(name="Callback", duration=dt.timedelta(minutes=30), price=0)
    lawyer = user.objects.create_user("lawyer", "lawyer@hartleyvane.example", "x", first_name="Amara", is_staff=True)
    staff = StaffMember.objects.create(
        user=lawyer,
        slot_duration=30,
        lead_time=opens,
        finish_time=closes,
        work_on_saturday=True,
        work_on_sunday=True,
    )
    staff.services_offered.add(service)
    for day in range(7):
        WorkingHours.objects.create(staff_member=staff, day_of_week=day, start_time=opens, end_time=closes)
    hours = {"slot_duration": 30, "lead_time": opens, "finish_time": closes, "website_name": "Firm"}
    Config.objects.get_or_create(pk=1, defaults=hours)
    sessions = []
    for number in range(people):
        one = user(username=f"c{number}", email=f"c{number}@mail.example")
        one.set_unusable_password()
        one.save()
        session = SessionStore()
        session[SESSION_KEY] = str(one.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = one.get_session_auth_hash()
        session.save()
        sessions.append(session.session_key)
    return {"service": service.pk, "staff": staff.pk, "sessions": sessions}


if __name__ == "__main__":
    made = json.dumps(_set_up(int(sys.argv[1])))
    print(f"\n{made}")
