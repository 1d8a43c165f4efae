"""Pages: the audits that somebody was asked for, and the form of one."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from auditkit import Scorecard
from auditkit.errors import Conflict, InvalidReturn, NotAllowed
from auditkit.kit import FormReading
from audits.auditing import actor, kit, questions, store
from audits.forms import AuditForm, answers_in, comments_in
from audits.models import Submission


@login_required
def submissions(request: HttpRequest) -> HttpResponse:
    mine = Submission.objects.filter(auditor=request.user)
    return render(request, "audits/submissions.html", {"submissions": mine})


@login_required
@require_http_methods(["GET", "POST"])
def fill_in(request: HttpRequest, uuid: str) -> HttpResponse:
    """The form. With "show" it asks what applies to the answers so far, with "send" it records."""
    submission = get_object_or_404(Submission, uuid=uuid, auditor=request.user)
    answers = answers_in(questions(), request.POST)
    case = {"review_type": submission.review_type or None}
    asked = kit().asked(questions(), answers, case)
    form = AuditForm(questions(), asked, request.POST or None)
    status = 200
    if request.POST.get("step") == "send":
        reading = _read(request, submission, answers, case)
        status, card = _send(request, submission, form, reading)
        if card is not None:
            page = {"submission": submission, "explanation": kit().explain(card)}
            return render(request, "audits/recorded.html", page)
    page = {"form": form, "submission": submission}
    return render(request, "audits/fill_in.html", page, status=status)


def _read(
    request: HttpRequest,
    submission: Submission,
    answers: Mapping[str, Any],
    case: Mapping[str, Any],
) -> FormReading:
    about = {
        "case_ref": submission.case_ref,
        "service": submission.service,
        "practitioner": submission.practitioner or None,
        "stage": submission.stage,
        "period": submission.period,
        "auditor": request.user.username,
        "audit_date": timezone.localdate(),
    }
    comments = comments_in(questions(), request.POST)
    return kit().read_answers(questions(), answers, comments=comments, case=case, about=about)


def _send(
    request: HttpRequest, submission: Submission, form: AuditForm, reading: FormReading
) -> tuple[int, Scorecard | None]:
    """Record what was read: the status of the answer, and the scorecard of what was recorded.
    Problems go into the form.
    """
    form.full_clean()
    for problem in reading.problems:
        form.add_problem(problem.question, problem.message)
    if form.errors:
        return 422, None
    card = kit().score(reading.audit_return)
    now = timezone.now()
    try:
        store().record(
            reading.audit_return, actor=actor(request.user), at=now, key=str(submission.uuid)
        )
    except (Conflict, NotAllowed, InvalidReturn) as refused:
        for problem in refused.problems:
            form.add_problem(problem.question, problem.message)
        return refused.status, None
    Submission.objects.filter(pk=submission.pk, recorded_at=None).update(recorded_at=now)
    return 200, card
