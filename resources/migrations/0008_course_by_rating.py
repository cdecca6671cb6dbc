from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0007_course_by_code")]

    operations = [
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["rating"], name="course_by_rating"),
        )
    ]
