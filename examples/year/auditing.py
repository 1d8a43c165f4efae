"""What the auditors of the invented council write: the truth, as each of them sees it.

Team leaders are kind to their own service: of what is not good they call three answers in ten
better than they are, and hardly any worse; heads of service one in twenty-five, moderators one in
fifty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from population import TENDENCIES, Person

from auditkit import AuditKit, AuditReturn
from auditkit.programme.model import Programme, service_title

# How often an auditor at a stage calls an answer better, and worse, than it is.
_BETTER = {"first": 0.30, "reaudit": 0.04, "moderation": 0.02}
_WORSE = {"first": 0.01, "reaudit": 0.02, "moderation": 0.01}
_RATINGS = ("inadequate", "requires_improvement", "good", "outstanding")

# What the file lacks where an answer is partly good, or poor.
_LACKING = {
    "eligibility_evidenced": "The assessment does not say which outcomes cannot be achieved",
    "support_appropriate": "The hours were carried over from before the last hospital stay",
    "other_support": "Nothing on what family and the community could do",
    "technology": "No sensors or prompts were talked through with the person",
    "missed_prevention": "Two falls in the spring, and no referral for equipment",
    "contingency_plan": "The plan does not say who comes when the carer cannot",
    "other_funding": "Health needs are described, and no funding but the council's",
    "continuing_healthcare": "No Checklist, and no reason why none was needed",
    "voice": "The record speaks for the family more than for the person",
    "outcomes_recorded": "Goals are written in the words of the form",
    "outcomes_achieved": "One goal of three was reached",
    "mental_capacity": "Doubt is noted, and no assessment for this decision",
    "proportionate_timely": "Eleven weeks from first contact to decision",
    "safeguarding": "A concern was noted and not passed on",
    "oversight": "No manager's decision on the larger package",
}
_NOT_APPLICABLE = {
    "contingency_plan": "Lives in a care home, which plans for it",
    "other_funding": "No health needs, and no other fund that could apply",
    "mental_capacity": "Nobody had reason to doubt capacity",
}
_WORKED_WELL = (
    "Goals were set together and looked at again after six weeks",
    "Equipment came first, and the extra visits ended in a month",
    "The carer was offered a break before things became hard",
    "A short stay for reablement brought the hours down",
    "The person's own circle was asked, and does the evenings",
    "Prompts by telephone replaced one visit a day",
)


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One audit: who audits which case when, at which stage, for which period."""

    person: Person
    month: int
    period: str
    stage: str
    auditor: str
    day: date


class Auditing:
    """Writes returns under the question set of a programme."""

    def __init__(self, kit: AuditKit, programme: Programme, seed: str) -> None:
        self.kit = kit
        self.questions = kit.question_set(programme.question_set)
        self.services = {one.id: service_title(one) for one in programme.services}
        self.seed = seed

    def written(self, sitting: Sitting) -> AuditReturn:
        """The return that comes of a sitting; two of the same are the same."""
        chance = Random(f"{self.seed} {sitting.person.case_ref} {sitting.period} {sitting.stage}")
        answers = self._seen(sitting, chance)
        comments = {name: _comment(name, one) for name, one in answers.items()}
        if chance.random() < 0.5:
            answers["worked_well"] = _WORKED_WELL[int(chance.random() * len(_WORKED_WELL))]
        computed = self.kit.score(self._read(sitting, answers, comments)).computed_rating
        if computed is not None:
            kinder = sitting.stage == "first" and chance.random() < 0.1
            judged = min(_RATINGS.index(computed) + kinder, len(_RATINGS) - 1)
            answers["overall_judgement"] = _RATINGS[judged]
            if _RATINGS[judged] != computed:
                answers["judgement_rationale"] = "The practice was better than the record of it"
        return self._read(sitting, answers, comments)

    def _seen(self, sitting: Sitting, chance: Random) -> dict[str, str | tuple[str, ...]]:
        """The true answers, some of them taken for better or for worse."""
        answers = sitting.person.answers(sitting.month)
        for question, tendency in TENDENCIES.items():
            roll = chance.random()
            if question not in answers or answers[question] == "na":
                continue
            at = tendency.options.index(str(answers[question]))
            if at > 0 and roll < _BETTER[sitting.stage]:
                answers[question] = tendency.options[at - 1]
            elif at < 2 and roll > 1 - _WORSE[sitting.stage]:
                answers[question] = tendency.options[at + 1]
        reasons = answers.get("increase_reasons", ())
        if len(reasons) > 1 and chance.random() < _BETTER[sitting.stage]:
            answers["increase_reasons"] = reasons[:1]
        if "increase_avoidable" in answers and chance.random() < _BETTER[sitting.stage]:
            answers["increase_avoidable"] = "no"
        return answers

    def _read(
        self,
        sitting: Sitting,
        answers: Mapping[str, str | tuple[str, ...]],
        comments: Mapping[str, str],
    ) -> AuditReturn:
        person = sitting.person
        facts = person.facts(sitting.month)
        told = {name: str(facts[name]) for name in self.questions.case_fields}
        reading = self.kit.read_answers(
            self.questions,
            answers,
            comments={name: text for name, text in comments.items() if text},
            case=told,
            about={
                "case_ref": person.case_ref,
                "service": self.services[person.service],
                "team": person.team,
                "practitioner": person.practitioner,
                "stage": sitting.stage,
                "period": sitting.period,
                "auditor": sitting.auditor,
                "audit_date": sitting.day,
            },
        )
        assert not reading.problems, reading.problems
        return reading.audit_return


def _comment(question: str, answer: str | tuple[str, ...]) -> str:
    tendency = TENDENCIES.get(question)
    if answer == "na":
        return _NOT_APPLICABLE[question]
    if question == "increase_avoidable" and answer != "no":
        return "An earlier review would have found the carer tired"
    return _LACKING[question] if tendency and answer in tendency.options[1:] else ""
