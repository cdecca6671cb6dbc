from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programs", "0009_share_unconstrained")]

    operations = [migrations.RenameField("share", "category", "code")]
