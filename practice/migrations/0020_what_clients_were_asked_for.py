import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0019_options_said_in_a_meeting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="agreedstep",
                    name="came_at",
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="agreedstep",
                    name="came_to",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="agreedstep",
                    name="agreed_in",
                    field=models.CharField(help_text="Where: interview:7, letter:3.", max_length=60),
                ),
                migrations.AddConstraint(
                    model_name="agreedstep",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("came_at", None), ("came_to", None))
                        | models.Q(("came_at__isnull", False), ("came_to__isnull", False), ("side", "client")),
                        name="practice_step_came_to_somebody",
                    ),
                ),
            ]
        ),
    ]
