from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0005_feed")]

    operations = [
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["active", "organisation"], name="course_in_use"),
        )
    ]
