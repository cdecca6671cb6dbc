import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("intake", "0005_repeated_rows")]

    operations = [
        migrations.AlterField(
            model_name="receivedfile",
            name="source",
            field=models.CharField(
                choices=[
                    ("upload", "Uploaded"),
                    ("command", "Command line"),
                    ("feed", "Regular source"),
                    ("api", "Sent by another system"),
                ],
                default="upload",
                max_length=8,
                verbose_name="source",
            ),
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("folder", "A folder of this server"),
                            ("http", "An address on the network"),
                            ("push", "Another system sends them"),
                        ],
                        max_length=8,
                        verbose_name="way",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind of data")),
                ("target_pk", models.PositiveBigIntegerField()),
                (
                    "address",
                    models.CharField(blank=True, max_length=500, verbose_name="folder or address"),
                ),
                (
                    "every_minutes",
                    models.PositiveIntegerField(
                        default=60,
                        validators=[django.core.validators.MinValueValidator(5)],
                        verbose_name="every (minutes)",
                    ),
                ),
                ("loads", models.BooleanField(default=False, verbose_name="import by itself")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("seen", models.JSONField(default=dict, editable=False)),
                ("fault", models.CharField(blank=True, editable=False, max_length=300)),
                ("fault_en", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "asked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last asked"),
                ),
                (
                    "changed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last rows"),
                ),
                (
                    "next_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, editable=False
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="feed",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="batches",
                to="intake.feed",
                verbose_name="source",
            ),
        ),
    ]
