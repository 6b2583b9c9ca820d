from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0003_secure_links"),
        ("practice", "0017_how_long_drafts_are_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.RemoveConstraint(
                    model_name="linkcode",
                    name="outbox_code_known_way",
                ),
                migrations.RemoveConstraint(
                    model_name="message",
                    name="outbox_known_state",
                ),
                migrations.RemoveConstraint(
                    model_name="message",
                    name="outbox_known_channel",
                ),
                migrations.AlterField(
                    model_name="linkcode",
                    name="sent_to",
                    field=models.CharField(blank=True, help_text="The mailbox, or the number.", max_length=254),
                ),
                migrations.AlterField(
                    model_name="linkcode",
                    name="way",
                    field=models.CharField(
                        choices=[
                            ("staff", "Given by us on a confirmed number"),
                            ("text", "By text message to a confirmed mobile number"),
                            ("other_mailbox", "By e-mail to another confirmed mailbox"),
                            ("same_mailbox", "By e-mail to the mailbox that the link went to"),
                        ],
                        max_length=14,
                    ),
                ),
                migrations.AlterField(
                    model_name="message",
                    name="channel",
                    field=models.CharField(
                        choices=[("email", "E-mail"), ("print", "Print and post"), ("sms", "Text message")],
                        default="email",
                        max_length=8,
                    ),
                ),
                migrations.AlterField(
                    model_name="message",
                    name="state",
                    field=models.CharField(
                        choices=[
                            ("pending", "Waiting to go"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not delivered"),
                            ("unknown", "Not known whether it arrived"),
                            ("withdrawn", "Withdrawn before it went"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                migrations.AlterField(
                    model_name="message",
                    name="to_address",
                    field=models.TextField(help_text="A mailbox, a postal address to print, or a number."),
                ),
                migrations.AddConstraint(
                    model_name="linkcode",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("way__in", ["staff", "text", "other_mailbox", "same_mailbox"])),
                        name="outbox_code_known_way",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="message",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "sending", "sent", "failed", "unknown", "withdrawn"])
                        ),
                        name="outbox_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="message",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "print", "sms"])), name="outbox_known_channel"
                    ),
                ),
            ]
        ),
    ]
