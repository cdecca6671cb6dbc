from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("resources", "0018_open_reviews")]
    operations = [migrations.RemoveField(model_name="review", name="open_course")]
