"""The question sets that come with auditkit."""

from __future__ import annotations

import os

from auditkit.hookspecs import hookimpl

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_INSIDE = os.path.join(_PACKAGE, "question_sets")
# In a checkout the folder stands at the top of the tree; in a wheel, inside the package.
FOLDER = _INSIDE if os.path.isdir(_INSIDE) else os.path.join(_PACKAGE, "../../question_sets")


@hookimpl
def auditkit_question_sets() -> dict[str, str]:
    return {
        f"{folder.name}@{file.name.removesuffix('.yaml')}": file.path
        for folder in os.scandir(FOLDER)
        if folder.is_dir()
        for file in os.scandir(folder.path)
        if file.name.endswith(".yaml")
    }
