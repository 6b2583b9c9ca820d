import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0004_text_messages"),
        ("practice", "0024_when_the_post_goes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="PostPrint",
                    fields=[
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                        ),
                        ("printed_at", models.DateTimeField()),
                        ("both_sides", models.BooleanField(help_text="Each paper begins on a sheet of its own.")),
                        ("left_out", models.JSONField(default=dict)),
                        (
                            "printed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["printed_by", "-printed_at"], name="outbox_print_by_person")],
                    },
                ),
                migrations.CreateModel(
                    name="PrintedLetter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="printed",
                                to="outbox.message",
                            ),
                        ),
                        (
                            "post_print",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="outbox.postprint",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("post_print", "message"), name="outbox_letter_once_in_a_print"
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="message",
                    name="posted_class",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("first", "First class"),
                            ("second", "Second class"),
                            ("signed", "Signed for"),
                            ("special", "Special delivery"),
                            ("exchange", "Document exchange"),
                            ("by_hand", "By hand"),
                        ],
                        max_length=8,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="message",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("posted_class__in", ["", "first", "second", "signed", "special", "exchange", "by_hand"])
                        ),
                        name="outbox_known_post_class",
                    ),
                ),
            ]
        ),
        migrations.AddField(
            model_name="postprint",
            name="letters",
            field=models.ManyToManyField(related_name="prints", through="outbox.PrintedLetter", to="outbox.message"),
        ),
    ]
