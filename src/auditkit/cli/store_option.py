"""The store that a command works with: found by ``--store``, and its head said at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from auditkit.cli.language import words_spoken
from auditkit.cli.output import errors_to
from auditkit.cli.session import make_kit
from auditkit.languages import said

if TYPE_CHECKING:
    from auditkit.programme.model import Programme
    from auditkit.store import Store
    from auditkit.store.trail import Head

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
VARIABLE = "AUDITKIT_STORE"
_LONG = 5_000
_STEP = 500
_LARGE = 5_000_000


def _store_option(*, required: bool) -> Callable[[Decorated], Decorated]:
    return click.option(
        "--store",
        "where",
        required=required,
        envvar=VARIABLE,
        show_envvar=True,
        metavar="PATH|URL",
        help="The store: a file, or postgresql://….",
    )


# The option that says where the store is; of a command that can do without one, the other.
store_option = _store_option(required=True)
store_option_if_any = _store_option(required=False)


@contextmanager
def opened_store(ctx: click.Context, where: str, *, create: bool = False) -> Iterator[Store]:
    """The store, open meanwhile; its head is the last line that the command says on standard
    error.
    """
    with make_kit(ctx).open_store(where, entropy=os.urandom, create=create) as store:
        yield store
        ctx.call_on_close(partial(say_head, store.head()))


def kept_programme(store: Store, named: str | None) -> Programme:
    """The programme of this id that a store keeps, or the only one."""
    from auditkit.errors import Refused
    from auditkit.problems import problem

    kept = [one for one in store.programmes() if named in (None, one.id)]
    if len(kept) != 1:
        found = ", ".join(one.id for one in kept) or said("no such programme")
        raise Refused([problem("A022", found=found)])
    return kept[0]


def say_head(head: Head) -> None:
    """Where the trail ends, for somebody to keep."""
    errors_to(sys.stderr)(words_spoken().translate("Trail: {head}", head=head))


@contextmanager
def counting(label: str, length: int) -> Iterator[Callable[[int], None] | None]:
    """A progress bar over entries, where there are many and a terminal shows it; its label is a
    message.
    """
    if length < _LONG or not sys.stderr.isatty():
        yield None
        return
    told = words_spoken().translate(label)
    with click.progressbar(length=length, label=told, file=sys.stderr) as bar:

        def seen(seq: int) -> None:
            if not seq % _STEP:
                bar.update(_STEP)

        yield seen


def with_bar(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, with a progress bar where it is large and a terminal shows it."""
    size = os.fstat(stream.fileno()).st_size
    if size < _LARGE or not sys.stderr.isatty():
        yield from stream
        return
    label = words_spoken().translate("Reading")
    with click.progressbar(length=size, label=label, file=sys.stderr) as bar:
        for line in stream:
            yield line
            bar.update(len(line))
