"""A case replaced in a draw that a store keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from auditkit.actors import Actor
from auditkit.draws.drawn_returns import nearest_drawn
from auditkit.draws.record import Draw
from auditkit.draws.replacing import replaced
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.kept_draws import draw_in, draw_record
from auditkit.languages import said
from auditkit.matching.folding import fold
from auditkit.problems import Place, problem
from auditkit.wording import several, shortened

if TYPE_CHECKING:
    from auditkit.store import Store


@frozen
class _Kept:
    """A draw in a store, and its version there."""

    draw: Draw
    version: int

    @property
    def cases(self) -> Iterator[str]:
        return (one.case_ref for one in self.draw.cases())

    @property
    def gone(self) -> Iterator[str]:
        return (one.case_ref for one in self.draw.replacements)


def replace_kept(
    store: Store,
    case_ref: str,
    *,
    because: str,
    actor: Actor,
    at: datetime,
    ineligible: bool = False,
    programme: str | None = None,
    period: str | None = None,
    stage: str | None = None,
) -> Draw:
    """The draw that has a case with the next number in its stead, as it is kept from now on.

    `programme`, `period` and `stage` say which draw is meant where several have the case; one
    for which the case is audited already is not meant. Raises `Refused` where no draw is kept
    (D041), none has the case (D031) or several do (D042), and what `draws.replacing.replaced`
    does; `Conflict` where it is audited already (D043), and where somebody else has changed the
    draw meanwhile.
    """
    found = [_Kept(draw_in(one), one.version) for one in store.draws(programme=programme)]
    asked = [
        one
        for one in found
        if one.draw.period == (period or one.draw.period)
        and one.draw.stage == (stage or one.draw.stage)
    ]
    if not asked:
        raise Refused([problem("D041", known=_named(found))])
    kept = _meant(store, asked, case_ref)
    draw = replaced(kept.draw, case_ref, because=because, ineligible=ineligible)
    store.record_draw(draw_record(draw), actor=actor, at=at, version=kept.version)
    return draw


def _meant(store: Store, draws: Sequence[_Kept], case_ref: str) -> _Kept:
    having = [one for one in draws if _is_among(case_ref, one.cases)]
    if len(having) > 1:
        having = [one for one in having if not _is_audited(store, one.draw, case_ref)] or having
    place = Place(about=shortened(case_ref))
    if len(having) > 1:
        raise Refused([problem("D042", place, draws=_named(having))])
    # One in which it was replaced already is what says by which case, and why.
    before = [one for one in draws if _is_among(case_ref, one.gone)]
    for one in (*having, *before):
        return one
    hint = nearest_drawn(case_ref, (case for one in draws for case in one.cases))
    raise Refused([problem("D031", place, found=shortened(case_ref), hint=hint)])


def _is_among(case_ref: str, cases: Iterable[str]) -> bool:
    wanted = fold(case_ref)
    return any(fold(one) == wanted for one in cases)


def _is_audited(store: Store, draw: Draw, case_ref: str) -> bool:
    found = (
        one.audit_return.case_ref
        for one in store.audits(period=draw.period, stage=draw.stage)
        if one.programme in (draw.policy.programme, "")
    )
    return _is_among(case_ref, found)


def _named(draws: Sequence[_Kept]) -> str:
    told = (
        said(
            "{programme} {period} ({stage})",
            programme=one.draw.policy.programme,
            period=one.draw.period,
            stage=said(one.draw.stage),
        )
        for one in draws
    )
    return several(list(told)) or said("none")
