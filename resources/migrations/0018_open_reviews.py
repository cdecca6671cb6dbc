from django.db import migrations


def name(apps, schema_editor):
    review = apps.get_model("resources", "Review")
    for row in review._base_manager.exclude(open_course=None):
        review._base_manager.filter(pk=row.pk).update(open_key=f"resources.course:{row.course_id}")


class Migration(migrations.Migration):
    dependencies = [("resources", "0017_review_of_any")]
    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
