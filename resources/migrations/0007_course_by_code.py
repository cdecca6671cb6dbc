from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0006_course_in_use")]

    operations = [
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["code"], name="course_by_code"),
        )
    ]
