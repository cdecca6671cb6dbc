import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_competences"),
        ("resources", "0011_verdict"),
    ]

    operations = [
        migrations.AddField(
            model_name="course",
            name="audience",
            field=models.TextField(blank=True, verbose_name="audience"),
        ),
        migrations.AddField(
            model_name="course",
            name="copied_from",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="resources.course",
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="copied_version",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="course",
            name="current",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="earlier",
                to="resources.course",
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="materials",
            field=models.JSONField(blank=True, default=list, verbose_name="materials"),
        ),
        migrations.AddField(
            model_name="course",
            name="prerequisites",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                to="resources.course",
                verbose_name="courses needed before",
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="version",
            field=models.PositiveSmallIntegerField(
                default=1, editable=False, verbose_name="version"
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="version_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="since"
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="version_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="version_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="what is new"),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.UniqueConstraint(
                fields=("organisation", "code", "version"), name="course_version_once"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="course",
            name="course_code_once",
        ),
    ]
