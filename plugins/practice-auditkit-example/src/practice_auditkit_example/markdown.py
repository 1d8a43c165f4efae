"""A writer: scorecards as a Markdown table, to paste into a paper."""

from __future__ import annotations

from typing import BinaryIO

from auditkit import Results, Scorecard


class Markdown:
    """One row a return: case, score, rating."""

    suffixes = (".md",)
    is_text = True

    def write(self, results: Results, stream: BinaryIO) -> None:
        lines = ["| Case | Score | Rating |", "| --- | ---: | --- |"]
        lines += [_row(card) for card in results.cards]
        stream.write(("\n".join(lines) + "\n").encode())


def _row(card: Scorecard) -> str:
    score = "" if card.overall is None else str(card.overall)
    rating = card.rating or card.status
    cells = (card.audit_return.case_ref, score, rating)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
