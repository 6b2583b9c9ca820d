import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0015_more_kinds_of_work"),
    ]

    operations = [
        AtOnce(
            [
                migrations.RemoveConstraint(
                    model_name="consenttoshare",
                    name="practice_share_known_way",
                ),
                migrations.RemoveConstraint(
                    model_name="consenttoshare",
                    name="practice_share_withdrawn_says_when_by_whom_and_how",
                ),
                migrations.RemoveConstraint(
                    model_name="purposeconsent",
                    name="practice_purpose_known_way",
                ),
                migrations.AlterField(
                    model_name="consenttoshare",
                    name="recorded_by",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Empty: they did it by their link.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="consenttoshare",
                    name="way",
                    field=models.CharField(
                        choices=[
                            ("face_to_face", "Face to face"),
                            ("rang_them", "We rang a confirmed number of theirs"),
                            ("signed", "In a letter or form that they signed"),
                            ("mailbox", "From their confirmed mailbox"),
                            ("rang_us", "They rang us"),
                            ("enquiry", "When they first enquired"),
                            ("link", "On the page of their secure link"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="consenttoshare",
                    name="withdrawn_way",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("face_to_face", "Face to face"),
                            ("rang_them", "We rang a confirmed number of theirs"),
                            ("signed", "In a letter or form that they signed"),
                            ("mailbox", "From their confirmed mailbox"),
                            ("rang_us", "They rang us"),
                            ("enquiry", "When they first enquired"),
                            ("link", "On the page of their secure link"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="purposeconsent",
                    name="way",
                    field=models.CharField(
                        choices=[
                            ("face_to_face", "Face to face"),
                            ("rang_them", "We rang a confirmed number of theirs"),
                            ("signed", "In a letter or form that they signed"),
                            ("mailbox", "From their confirmed mailbox"),
                            ("rang_us", "They rang us"),
                            ("enquiry", "When they first enquired"),
                            ("link", "On the page of their secure link"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consenttoshare",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("way__in", ["face_to_face", "rang_them", "signed", "mailbox", "link"])),
                        name="practice_share_known_way",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consenttoshare",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_by", None), ("way", "link")),
                            models.Q(models.Q(("way", "link"), _negated=True), ("recorded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="practice_share_says_who_recorded_it",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consenttoshare",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_way", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by", None), ("withdrawn_way", "link")
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                (
                                    "withdrawn_way__in",
                                    ["face_to_face", "rang_them", "signed", "mailbox", "rang_us", "enquiry", "link"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="practice_share_withdrawn_says_when_by_whom_and_how",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purposeconsent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "way__in",
                                ["face_to_face", "rang_them", "signed", "mailbox", "rang_us", "enquiry", "link"],
                            )
                        ),
                        name="practice_purpose_known_way",
                    ),
                ),
            ]
        ),
    ]
