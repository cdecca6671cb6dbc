from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("resources", "0024_course_in_order")]

    operations = [migrations.RemoveIndex(model_name="course", name="course_by_code")]
