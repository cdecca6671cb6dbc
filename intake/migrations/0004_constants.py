from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("intake", "0003_packs")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="constants",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="batch",
            name="first_counts",
            field=models.BooleanField(default=False, verbose_name="the first row counts"),
        ),
        migrations.AddField(
            model_name="rememberedmapping",
            name="constants",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="rememberedmapping",
            name="first_counts",
            field=models.BooleanField(default=False),
        ),
    ]
