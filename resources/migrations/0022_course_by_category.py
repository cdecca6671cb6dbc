"""The list sorted by category reads the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0021_faster_lists"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="course",
            index=models.Index(
                fields=["category", "active", "organisation"], name="course_by_category"
            ),
        ),
    ]
