from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("practice", "0010_care_plan")]

    operations = [
        migrations.CreateModel(
            name="DifficultConversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.ForeignKey(on_delete=PROTECT, related_name="difficult_conversations", to="practice.party"),
                ),
                (
                    "matter",
                    models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="+", to="practice.matter"),
                ),
                ("held_on", models.DateField()),
                (
                    "held_by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("told", models.TextField(help_text="What we had to tell them.")),
                ("taken", models.TextField(blank=True, help_text="How they took it, in their words.")),
                ("support", models.TextField(blank=True, help_text="Who is there for them.")),
                ("promised", models.TextField(blank=True, help_text="What we promised, and what we could not.")),
                ("next_steps", models.TextField(help_text="What happens next, and when they hear from whom.")),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told", ""), _negated=True), models.Q(("next_steps", ""), _negated=True)
                        ),
                        name="practice_conversation_says_what_and_what_next",
                    )
                ],
            },
        ),
    ]
