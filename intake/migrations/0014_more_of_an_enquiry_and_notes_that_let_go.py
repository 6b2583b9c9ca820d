import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_words_of_notes")]

    operations = [
        migrations.AddField(
            "suspicionnote",
            "about",
            models.TextField(
                blank=True, default="", help_text="What the records said that went when their import was undone."
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "suspicionnote",
            "matter",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="practice.matter",
            ),
        ),
        migrations.AddConstraint(
            "suspicionnote",
            models.CheckConstraint(
                condition=models.Q(("matter__isnull", False), models.Q(("about", ""), _negated=True), _connector="OR"),
                name="intake_suspicion_says_about_what",
            ),
        ),
    ]
