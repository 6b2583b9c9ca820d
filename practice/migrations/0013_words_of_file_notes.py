from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practice", "0012_more_parts_in_a_matter")]

    operations = [
        migrations.AddIndex(
            "filenote", GinIndex(SearchVector("text", config="simple"), name="practice_words_of_file_note")
        ),
    ]
