"""The README of a starter folder: the year played from beginning to end, a command at a time."""

from __future__ import annotations

from collections.abc import Mapping

from auditkit.languages import Words, noted


def readme(words: Words, facts: Mapping[str, str]) -> str:
    """The README in a language, with the names that its commands need."""
    parts = (_README, _CYCLE, _KEEPING, _MODERATING, _TRACKING, _NEXT, _OWN)
    return "\n".join(words.translate(part, **facts) for part in parts)


_README = noted("""\
# Practice audits

This folder scores audit returns under the question set `{id}` {version}.

1. Copy `blank-return.xlsx`, fill in one copy for each case, and put the copies in `returns`.
   Or paste `microsoft-forms.txt` into Microsoft Forms and put the export in `returns`.
2. On Windows, drag the folder `returns` on `score-returns.bat`: it writes `results.xlsx`.
   Elsewhere, run `sh score-returns.sh`.
3. Read `results.xlsx`: scorecards, answers, figures by question, what is held and why.

By hand:

    auditkit score returns --set {id} --explain{language}
    auditkit score returns --set {id} -o results.xlsx --force{language}

An export of Microsoft Forms needs its mapping file:
`--columns microsoft-forms-columns.yaml`.
""")

_CYCLE = noted("""\
## Choose cases

`programme.yaml` says what is audited in a year: which services, how many cases, by whom, by when.
`cases.csv`, `past-audits.csv` and `staff.csv` are invented, to try it with.
What follows needs more than scoring does: `pip install "practice-auditkit[all]"`.

1. Check the programme, and draw the cases of a month:

       auditkit programme check programme.yaml{language}
       auditkit draws make cases.csv --programme programme.yaml --period {period} --past past-audits.csv --staff staff.csv --templates blank-returns -o {record}{language}

   `blank-returns` holds a work list and a workbook of blank returns for every auditor.

2. Anybody can draw again from the same lists, and sees whether anything differs:

       auditkit draws verify {record} cases.csv --past past-audits.csv{language}

3. A case that cannot be audited is replaced by the next number, with the reason:

       auditkit draws replace {record} CASE-0008 --because "Moved to another council"{language}
       auditkit draws show {record}{language}

4. Score what comes back. A return of a case that was not drawn is held, as here that of
   CASE-0008, which was replaced:

       auditkit score example-returns.csv --draw {record}{language}
""")

_KEEPING = noted("""\
## Keep audits

A store is a file that holds audits and actions, with a trail of every change.
Say who does it by staff code (`--as`).

1. Make a store, and keep the programme and the draw in it:

       auditkit store init --store audits.sqlite{language}
       auditkit programme adopt programme.yaml --store audits.sqlite --as AN-01{language}
       auditkit draws keep {record} --store audits.sqlite --as AN-01{language}

   From now on a case that cannot be audited is replaced in the store, found by the case alone:
   `auditkit draws replace`, with `--store`.

2. Record the audits, see who has still to audit again what by when, and record that too:

       auditkit audits record example-audits.csv --staff staff.csv --store audits.sqlite --as AN-01{language}
       auditkit audits list --outstanding --staff staff.csv --store audits.sqlite{language}
       auditkit audits record example-reaudits.csv --staff staff.csv --store audits.sqlite --as AN-01{language}
       auditkit audits list --store audits.sqlite{language}
""")

_MODERATING = noted("""\
## Moderate some of them

Some audits are made once more by somebody who has nothing to do with the case and has not seen
the answers of others.

1. Draw them at random, and hand them out:

       auditkit moderation draw --period {period} --store audits.sqlite --as AN-01 -o {moderation} --list completed-{period}.csv{language}
       auditkit draws verify {moderation} completed-{period}.csv{language}
       auditkit draws hand-out {moderation} moderators --programme programme.yaml --staff staff.csv --store audits.sqlite{language}

2. Record what comes back; see where the two differ, and which audit of each case is official:

       auditkit audits record example-moderations.csv --staff staff.csv --store audits.sqlite --as AN-01{language}
       auditkit moderation compare --store audits.sqlite{language}
       auditkit moderation results --store audits.sqlite{language}

3. Measure how far they agree. So few pairs are only counted:

       auditkit moderation agreement --store audits.sqlite{language}
       auditkit moderation agreement --by question --stages first,reaudit --store audits.sqlite{language}

4. An answer that was wrong is corrected; what was submitted stays in the trail. Later audits of
   the case are stale until somebody has looked at them again:

       auditkit audits correct {case} {question} --answer {answer} --because "It is on the file" --store audits.sqlite --as {auditor}{language}
       auditkit moderation results --open --store audits.sqlite{language}
       auditkit moderation confirm {case} --stage reaudit --because "It stays" --store audits.sqlite --as {reauditor}{language}
       auditkit moderation confirm {case} --because "It stays" --store audits.sqlite --as {moderator}{language}

Where a programme says `on_disagreement: joint_decision`, both auditors decide whose audit
stands: `auditkit moderation decide`.
""")

_TRACKING = noted("""\
## Track what is to be done

1. The answers gave rise to actions. List them, take them to Excel, and bring them back:

       auditkit actions list --store audits.sqlite{language}
       auditkit actions export actions.xlsx --store audits.sqlite{language}
       auditkit actions record actions.xlsx --store audits.sqlite --as AN-01{language}

   An action is done, and verified by somebody else, under the id that the list shows:
   `auditkit actions done`, `auditkit actions verify`.

2. See what is overdue, as it will be on a day to come, and put the days into a calendar:

       auditkit actions overdue --on 2031-04-01 --store audits.sqlite{language}
       auditkit actions export actions.ics --store audits.sqlite{language}

3. Make sure that nobody changed the store by hand, and report:

       auditkit store verify --store audits.sqlite{language}
       auditkit report --store audits.sqlite --period {period} -o report.html{language}
""")

_NEXT = noted("""\
## The month after

Cases that the store holds, or that were drawn and are not audited yet, are not drawn again:

    auditkit draws make cases.csv --programme programme.yaml --period {next} --store audits.sqlite --past-list past-{next}.csv -o draw-{next}.json{language}
    auditkit draws verify draw-{next}.json cases.csv --past past-{next}.csv{language}
""")

_OWN = noted("""\
## Your own year

Before it begins, throw a seed of your own, write your services into `programme.yaml`, and
export your own list of cases.
""")
