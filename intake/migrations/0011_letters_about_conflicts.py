import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0010_enquiry_date_of_birth"),
        ("outbox", "0002_documents_are_immutable"),
        ("practice", "0010_care_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Scan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("media_type", models.CharField(max_length=80)),
                        ("file_name", models.CharField(max_length=160)),
                        ("size_bytes", models.PositiveIntegerField()),
                        ("kept_at", models.DateTimeField()),
                        (
                            "kept_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "waiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="intake.waiver"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="intake_scan_has_hash"
                            )
                        ]
                    },
                ),
                migrations.CreateModel(
                    name="Disclosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("here", "Our client in this matter"), ("there", "The client it would hurt")],
                                max_length=5,
                            ),
                        ),
                        ("capacity", models.CharField(max_length=120)),
                        ("disclosed", models.TextField()),
                        ("risks", models.TextField()),
                        ("safeguards", models.TextField()),
                        (
                            "told",
                            models.CharField(
                                choices=[
                                    ("agreed", "Whoever it is confidential to agreed that it be told"),
                                    ("nobodys", "Nothing in it is confidential to anybody else"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "agreed_by",
                            models.CharField(
                                blank=True, help_text="Whose secret it was, and who agreed for them.", max_length=200
                            ),
                        ),
                        ("agreed_on", models.DateField(blank=True, null=True)),
                        ("agreed_how", models.CharField(blank=True, max_length=200)),
                        ("prepared_at", models.DateTimeField()),
                        ("issued_at", models.DateTimeField(blank=True, null=True)),
                        ("went_as", models.CharField(blank=True, max_length=120)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("consented", "They consent"),
                                    ("refused", "They refuse"),
                                    ("silent", "No answer came"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        (
                            "answer_form",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("letter", "Signed letter or form"),
                                    ("email", "E-mail"),
                                    ("noted", "Spoken, and confirmed by us in writing"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("answer_note", models.CharField(blank=True, max_length=200)),
                        ("answer_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answer_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="outbox.document",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="outbox.message",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.party"
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "waiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="intake.waiver",
                            ),
                        ),
                        (
                            "scan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intake.scan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "letter about a conflict",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["here", "there"])), name="intake_disclosure_known_side"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agreed_by", ""), ("agreed_how", ""), ("agreed_on", None), ("told", "nobodys")
                                    ),
                                    models.Q(
                                        ("agreed_on__isnull", False),
                                        ("told", "agreed"),
                                        models.Q(("agreed_by", ""), _negated=True),
                                        models.Q(("agreed_how", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_disclosure_says_who_agreed_that_it_be_told",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("document", None),
                                        ("issued_at", None),
                                        ("issued_by", None),
                                        ("message", None),
                                        ("went_as", ""),
                                    ),
                                    models.Q(
                                        ("document__isnull", False),
                                        ("issued_at__isnull", False),
                                        ("issued_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_disclosure_issued_says_by_whom_and_keeps_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answer_at", None),
                                        ("answer_by", None),
                                        ("answer_form", ""),
                                        ("answered_on", None),
                                    ),
                                    models.Q(
                                        ("answer__in", ["consented", "refused", "silent"]),
                                        ("answer_at__isnull", False),
                                        ("answer_by__isnull", False),
                                        ("answered_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_disclosure_answer_says_when_and_by_whom",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("issued_at", None)),
                                fields=("waiver", "side", "party"),
                                name="intake_one_unsent_disclosure_a_person",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="consent",
                    name="disclosure",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consent",
                        to="intake.disclosure",
                    ),
                ),
                migrations.AddField(
                    model_name="consent",
                    name="scan",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.scan",
                    ),
                ),
            ]
        ),
    ]
