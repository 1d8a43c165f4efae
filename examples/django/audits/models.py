"""What the council's own tables hold: who is to audit which case. Answers are in the store."""

import uuid

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """One audit that somebody was asked for."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    case_ref = models.CharField(max_length=64)
    service = models.CharField(max_length=64)
    practitioner = models.CharField(max_length=64, blank=True)
    review_type = models.CharField(max_length=16, blank=True)
    stage = models.CharField(max_length=16, default="first")
    period = models.CharField(max_length=16)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("period", "case_ref")

    def __str__(self) -> str:
        return f"{self.case_ref} ({self.stage}, {self.period})"
