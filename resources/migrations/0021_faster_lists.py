from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_hidden_code"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("resources", "0020_same_pairs"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="course",
            name="course_in_use",
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(
                fields=["active", "organisation", "category", "search_text"], name="course_in_use"
            ),
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["name"], name="course_by_name"),
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["hours"], name="course_by_hours"),
        ),
        migrations.AddIndex(
            model_name="coursegrant",
            index=models.Index(
                fields=["content_object", "group", "until"], name="course_grant_live"
            ),
        ),
    ]
