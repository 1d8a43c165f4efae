"""The form of an audit: the questions that apply to the answers so far, and their comments."""

from collections.abc import Mapping
from typing import Any

from django import forms

from auditkit import QuestionSet
from auditkit.questions.model import Question, option_label, worded

COMMENT = "comment_"


class AuditForm(forms.Form):
    """Fields for these questions. Nothing is chosen beforehand, and nothing has to be: auditkit
    says what is missing.
    """

    def __init__(
        self, questions: QuestionSet, asked: tuple[str, ...], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        for name in asked:
            question = questions.questions[name]
            self.fields[name] = _field(questions, question)
            self.fields[COMMENT + name] = forms.CharField(
                label=f"Comment: {worded(question.text)}",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def add_problem(self, question: str, message: str) -> None:
        """A problem beside its question, or above the form where it belongs to none."""
        self.add_error(question if question in self.fields else None, message)


def _field(questions: QuestionSet, question: Question) -> forms.Field:
    told = {"label": worded(question.text), "required": False}
    if question.type in ("choice", "choices"):
        options = questions.options(question)
        choices = [(one.id, option_label(question, one)) for one in options]
        if question.type == "choice":
            return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **told)
        return forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple, choices=choices, **told
        )
    return forms.CharField(**told)


def answers_in(questions: QuestionSet, data: Any) -> dict[str, Any]:
    """What has been answered so far, by question, from what a browser sent."""
    sent = {name: data.getlist(name) for name in questions.questions if name in data}
    return {name: found if len(found) > 1 else found[0] for name, found in sent.items() if found}


def comments_in(questions: QuestionSet, data: Any) -> dict[str, str]:
    return {name: data[COMMENT + name] for name in questions.questions if data.get(COMMENT + name)}
