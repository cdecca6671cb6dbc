from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programs", "0008_signatures")]

    operations = [migrations.RemoveConstraint("share", "share_once")]
