import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0001_earlier_trainings")]

    operations = [
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.CharField(max_length=120, verbose_name="post")),
                (
                    "employer",
                    models.CharField(blank=True, max_length=120, verbose_name="unit at the time"),
                ),
                ("starts_on", models.DateField(verbose_name="in post from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="in post until")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.code",
                        verbose_name="level of the post",
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
                (
                    "trainee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="accounts.trainee",
                        verbose_name="trainee",
                    ),
                ),
            ],
            options={
                "verbose_name": "post held",
                "verbose_name_plural": "posts held",
                "ordering": ("-starts_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("trainee", "post", "starts_on"), name="post_held_once"
                    )
                ],
            },
        ),
    ]
