from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_merges"),
    ]

    operations = [
        migrations.AlterField(
            model_name="code",
            name="kind",
            field=models.CharField(
                choices=[
                    ("category", "Course category"),
                    ("format", "Format"),
                    ("level", "Level"),
                    ("area", "Field of work"),
                    ("education", "Education"),
                    ("trainee_kind", "Kind of trainee"),
                    ("facility", "Facility"),
                    ("room_kind", "Kind of room"),
                    ("theme", "Theme"),
                    ("grade", "Grade"),
                    ("competence", "Competence"),
                ],
                max_length=20,
                verbose_name="table",
            ),
        ),
    ]
