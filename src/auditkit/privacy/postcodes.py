"""Postcodes of the United Kingdom, told from what only looks like one."""

from __future__ import annotations

_LIST = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL"
    " DN DT DY E EC EH EN EX FK FY G GL GU GX GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT"
    " KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG"
    " RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD"
    " WF WN WR WS WV YO ZE"
)
_AREAS = frozenset(_LIST.split())
_NOT_INWARD = frozenset("CIKMOV")
# Such as "item B1 1st of three".
_ORDINALS = frozenset({"ST", "ND", "RD", "TH"})


def is_postcode(outward: str, between: str, inward: str) -> bool:
    """Whether the two halves of a text are a full postcode. Written in small letters it is one
    only with the space, and not where the second half is an ordinal.
    """
    is_upper = (outward + inward).isupper()
    if not is_upper and (not between or inward[1:].upper() in _ORDINALS):
        return False
    area = "".join(one for one in outward[:2].upper() if one.isalpha())
    return area in _AREAS and _NOT_INWARD.isdisjoint(inward[1:].upper())
