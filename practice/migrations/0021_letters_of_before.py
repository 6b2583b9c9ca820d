import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0020_what_clients_were_asked_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlierLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_on", models.DateField()),
                ("accepted_on", models.DateField(blank=True, help_text="Empty: not on record.", null=True)),
                ("words", models.CharField(help_text="Who sent it, and how.", max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("file_name", models.CharField(blank=True, max_length=160)),
                ("recorded_at", models.DateTimeField()),
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="earlier_letter", to="practice.matter"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_on", None), ("accepted_on__gte", models.F("sent_on")), _connector="OR"
                        ),
                        name="practice_earlier_letter_sent_before_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file_name", ""), ("sha256", "")),
                            models.Q(
                                models.Q(("sha256", ""), _negated=True), models.Q(("file_name", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="practice_earlier_letter_file_has_a_name",
                    ),
                ],
            },
        ),
    ]
