"""The table of submissions."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = (migrations.swappable_dependency(settings.AUTH_USER_MODEL),)
    operations = (
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_ref", models.CharField(max_length=64)),
                ("service", models.CharField(max_length=64)),
                ("practitioner", models.CharField(blank=True, max_length=64)),
                ("review_type", models.CharField(blank=True, max_length=16)),
                ("stage", models.CharField(default="first", max_length=16)),
                ("period", models.CharField(max_length=16)),
                ("recorded_at", models.DateTimeField(null=True)),
                (
                    "auditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("period", "case_ref")},
        ),
    )
