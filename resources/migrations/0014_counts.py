from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_competences"),
        ("resources", "0013_course_content"),
    ]

    operations = [
        migrations.AddField(
            model_name="base",
            name="downloads",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="materials opened"
            ),
        ),
        migrations.AddField(
            model_name="base",
            name="views",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="views from elsewhere"
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="downloads",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="materials opened"
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="teacher_count",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="teachers"),
        ),
        migrations.AddField(
            model_name="course",
            name="views",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="views from elsewhere"
            ),
        ),
        migrations.AddField(
            model_name="teacher",
            name="downloads",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="materials opened"
            ),
        ),
        migrations.AddField(
            model_name="teacher",
            name="views",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="views from elsewhere"
            ),
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["teacher_count"], name="course_by_teachers"),
        ),
    ]
