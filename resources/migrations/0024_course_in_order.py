from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0023_course_grant_of_group")]

    operations = [
        migrations.AddIndex(
            model_name="course",
            index=models.Index(
                fields=["active", "code", "id", "organisation"], name="course_in_order"
            ),
        ),
    ]
