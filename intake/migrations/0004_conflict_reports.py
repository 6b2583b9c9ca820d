import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_import_of_lists"),
        ("outbox", "0002_documents_are_immutable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConflictReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "face",
                    models.CharField(
                        choices=[("compliance", "Compliance’s copy"), ("asker", "The asker’s copy")], max_length=10
                    ),
                ),
                ("html", models.TextField(help_text="The words of the report: page and paper are both made of them.")),
                ("sha256", models.CharField(help_text="Of those words, in UTF-8.", max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="intake.conflictcheck"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("engine", models.JSONField(help_text="What made the bytes: the fingerprint of decisions B24.")),
                ("pages", models.PositiveSmallIntegerField()),
                ("printed_at", models.DateTimeField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outbox.document"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper", to="intake.conflictreport"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="conflictreport",
            constraint=models.UniqueConstraint(
                fields=("check_of", "face"), name="intake_one_report_a_check_and_reader"
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("face__in", ["compliance", "asker"])), name="intake_report_known_face"
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="intake_report_has_a_hash"
            ),
        ),
        *append_only("intake_conflictreport", "intake_reportpaper"),
    ]
