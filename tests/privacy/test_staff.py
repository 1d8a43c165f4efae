"""Staff as codes: an e-mail address becomes one, or is dropped and the return held."""

from __future__ import annotations

from auditkit.privacy.staff import staff_code, with_staff_codes
from auditkit.problems import Place
from auditkit.returns import AuditReturn

CODES = {"ann@council.example": "TL-04"}


def one_return(**told: str | None) -> AuditReturn:
    return AuditReturn(
        case_ref="CASE-1",
        question_set="small",
        set_version="1.0",
        place=Place(file="a.csv", cell="row 4"),
        **told,
    )


def test_an_address_becomes_a_code():
    told = with_staff_codes(one_return(auditor=" mailto:ANN@council.example "), CODES)
    assert (told.auditor, told.problems) == ("TL-04", ())


def test_a_code_stays_a_code():
    plain = one_return(auditor="TL-07", practitioner="SW-11")
    assert with_staff_codes(plain, CODES) is plain


def test_nobody_stays_nobody():
    plain = one_return()
    assert with_staff_codes(plain, CODES) is plain


def test_an_address_that_nobody_has_is_dropped_and_never_repeated():
    told = with_staff_codes(one_return(practitioner="bob@council.example", auditor="TL-1"), CODES)
    assert (told.practitioner, told.auditor, told.is_held) == (None, "TL-1", True)
    (said,) = told.problems
    assert (said.code, said.question) == ("N006", "practitioner")
    assert "bob" not in repr(told)


def test_an_address_written_with_wide_signs_is_one_too():
    assert staff_code("ann＠council.example", CODES) == "TL-04"
    assert staff_code("bob＠council.example", CODES) is None
