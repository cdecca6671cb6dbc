import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0016_ready_programs"),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="base",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="resources.base",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="open_key",
            field=models.CharField(max_length=60, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="review",
            name="reminded_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="teacher",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="resources.teacher",
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="course",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="resources.course",
            ),
        ),
    ]
