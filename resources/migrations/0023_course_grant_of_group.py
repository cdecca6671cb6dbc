"""All that a group sees, gathered from the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0022_course_by_category"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="coursegrant",
            index=models.Index(
                fields=["group", "until", "content_object"], name="course_grant_of_group"
            ),
        ),
    ]
