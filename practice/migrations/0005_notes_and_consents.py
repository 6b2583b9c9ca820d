import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.append_only import append_only
from practice.at_once import AtOnce


class Migration(migrations.Migration):
    """File notes, and what people have agreed to. A note and a yes or no never change; a consent to share ends once."""

    dependencies = [
        ("practice", "0004_needs"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="ConsentToShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("told_name", models.CharField(help_text="Who may be told.", max_length=200)),
                        (
                            "relation",
                            models.CharField(blank=True, help_text="Her son; mortgage broker.", max_length=80),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("dates", "Dates only"),
                                    ("status", "Where things stand"),
                                    ("all", "Anything about it"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("limits", models.CharField(blank=True, help_text="In words: not the price.", max_length=200)),
                        ("given_on", models.DateField()),
                        ("until", models.DateField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("rang_them", "We rang a confirmed number of theirs"),
                                    ("signed", "In a letter or form that they signed"),
                                    ("mailbox", "From their confirmed mailbox"),
                                    ("rang_us", "They rang us"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdrawn_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("rang_them", "We rang a confirmed number of theirs"),
                                    ("signed", "In a letter or form that they signed"),
                                    ("mailbox", "From their confirmed mailbox"),
                                    ("rang_us", "They rang us"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: all we do for them.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                help_text="Who consents.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="practice.party",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "told",
                            models.ForeignKey(
                                blank=True,
                                help_text="If they are on record.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="may_be_told",
                                to="practice.party",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "consents to share",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("what__in", ["dates", "status", "all"])),
                                name="practice_share_known_extent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["face_to_face", "rang_them", "signed", "mailbox"])),
                                name="practice_share_known_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told_name", ""), _negated=True),
                                name="practice_share_says_who_is_told",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("given_on"))),
                                name="practice_share_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_way", "")),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        (
                                            "withdrawn_way__in",
                                            ["face_to_face", "rang_them", "signed", "mailbox", "rang_us"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_share_withdrawn_says_when_by_whom_and_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("written_at", models.DateTimeField()),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="practice.filenote",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="file_notes",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="file_notes",
                                to="practice.party",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("party__isnull", False), ("matter__isnull", False), _connector="OR"
                                ),
                                name="practice_file_note_is_about_somebody_or_a_matter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="practice_file_note_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PurposeConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("marketing", "News and offers from us"),
                                    ("feedback", "Asking what they think of our work"),
                                    ("testimonial", "Showing others a review in their name"),
                                    ("recording", "Recording their calls"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("is_given", models.BooleanField()),
                        ("said_on", models.DateField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("rang_them", "We rang a confirmed number of theirs"),
                                    ("signed", "In a letter or form that they signed"),
                                    ("mailbox", "From their confirmed mailbox"),
                                    ("rang_us", "They rang us"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "notice_version",
                            models.CharField(
                                blank=True,
                                help_text="The privacy notice that they had been given; a yes is nothing without it.",
                                max_length=20,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="purpose_consents",
                                to="practice.party",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["party", "purpose"], name="practice_purposes_of_party")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("purpose__in", ["marketing", "feedback", "testimonial", "recording"])
                                ),
                                name="practice_known_purpose",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("way__in", ["face_to_face", "rang_them", "signed", "mailbox", "rang_us"])
                                ),
                                name="practice_purpose_known_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_given", False),
                                    models.Q(("notice_version", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="practice_purpose_given_names_its_notice",
                            ),
                        ],
                    },
                ),
            ]
        ),
        *append_only("practice_filenote", "practice_purposeconsent"),
    ]
