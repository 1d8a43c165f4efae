"""The services of a programme by every name that means one of them."""

from __future__ import annotations

from auditkit.matching.folding import fold
from auditkit.programme.checking import names_of
from auditkit.programme.model import Programme, service_title


class ServiceNames:
    """Finds the service that a text means: by id, title or synonym, folded."""

    def __init__(self, programme: Programme) -> None:
        self.by_name = {fold(name): one.id for one in programme.services for name in names_of(one)}
        self.others = {fold(name) for name in programme.other_services}
        self.titles = tuple(service_title(one) for one in programme.services)

    def find(self, text: str) -> str | None:
        """The id of the service, or None."""
        return self.by_name.get(fold(text))

    def is_other(self, text: str) -> bool:
        """Whether it is a service that the programme says it does not audit."""
        return fold(text) in self.others
