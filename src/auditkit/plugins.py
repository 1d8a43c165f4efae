"""Plugins: found, registered, and asked one at a time, so that every answer has a sender."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

import pluggy

from auditkit import hookspecs
from auditkit.errors import AuditkitError, PluginFailed, one_line
from auditkit.languages import noted, said

GROUP = "auditkit"
OWN_DISTRIBUTION = "practice-auditkit"
HOOKS = tuple(name for name in vars(hookspecs) if name.startswith("auditkit_"))
# What a broken plugin may spoil without anybody's score being in question.
DISPLAY_HOOKS = frozenset(
    {"auditkit_writers", "auditkit_commands", "auditkit_report_sections", "auditkit_recorded"}
)
# Hooks that are told of something, where the others offer something.
OBSERVERS = frozenset({"auditkit_recorded"})


class Origin(NamedTuple):
    """Where a plugin comes from: its name, its distribution, its version."""

    name: str
    distribution: str
    version: str

    def __str__(self) -> str:
        return said("{name} ({distribution} {version})", **self._asdict())


class Registered(NamedTuple):
    """An object that a plugin registered under a name."""

    name: str
    object: Any
    origin: Origin


class Plugins:
    """The plugins of one kit. `failures` says what went wrong, by plugin, without raising; what
    only displays is left out then, anything else stops when it is asked for.

    `built_in` are our own modules by the hook that each is for; they are loaded when that hook
    is first asked.
    """

    def __init__(self, built_in: Mapping[str, str], version: str) -> None:
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(hookspecs)
        self.origins: dict[str, Origin] = {}
        self.failures: dict[str, tuple[Origin, str]] = {}
        self._unusable: dict[str, None] = {}
        self._registries: dict[str, dict[str, Registered]] = {}
        self._built_in = {
            hook: (module, Origin(module.rpartition(".")[2], OWN_DISTRIBUTION, version))
            for hook, module in built_in.items()
        }
        self.origins.update((origin.name, origin) for _, origin in self._built_in.values())

    def register(self, plugin: object, origin: Origin) -> None:
        """Add a plugin; one whose hooks do not fit is left out and noted."""
        if origin.name in self.origins:
            other = self.origins[origin.name]
            self._fail(origin, said("there is a plugin of this name: {other}", other=str(other)))
            return
        try:
            self._manager.register(plugin, name=origin.name)
            self._manager.check_pending()
        except (pluggy.PluginValidationError, ValueError) as error:
            if self._manager.has_plugin(origin.name):
                self._manager.unregister(name=origin.name)
            self._fail(origin, str(error).splitlines()[-1])
        else:
            self.origins[origin.name] = origin

    def discover(self, without: Sequence[str] = (), only: Sequence[str] | None = None) -> None:
        """Register what is installed, but for the names given; or only those named, modules
        that nobody installed among them.
        """
        names = set()
        for origin, load in installed():
            names |= {origin.name, origin.distribution}
            asked = only is None or origin.name in only or origin.distribution in only
            if asked and origin.name not in without and origin.distribution not in without:
                self._load(origin, load)
        self.load([name for name in only or () if name not in names and name not in without])

    def load(self, modules: Iterable[str]) -> None:
        """Register modules that are no installed plugins."""
        for name in modules:
            self._load(Origin(name, said("a module"), "-"), partial(import_module, name))

    def named(self) -> frozenset[str]:
        """The names of all plugins, of those that failed too."""
        return frozenset({*self.origins, *self.failures})

    def _load(self, origin: Origin, load: Callable[[], object]) -> None:
        try:
            plugin = load()
        except (Exception, SystemExit) as error:
            self._fail(origin, said("cannot be imported: {found}", found=one_line(error)))
        else:
            self.register(plugin, origin)

    def _fail(self, origin: Origin, what: str, *, stops: bool = True) -> None:
        self.failures.setdefault(origin.name, (origin, what))
        if stops:
            self._unusable[origin.name] = None

    def leave_out(self, one: Registered, why: str) -> None:
        """Note that something a plugin offers is not used, and why."""
        self._fail(one.origin, why, stops=False)

    def registry(self, hook: str) -> Mapping[str, Registered]:
        """Everything registered through a hook, by name, in the order of the names. What a plugin
        does where it observes stands under its own name.

        Raises `PluginFailed` for a name that two plugins offer, for a hook that raises or
        returns something else, and for a plugin that could not be registered: each could
        change a result. For writers and commands a failing plugin is noted and left out.
        """
        if hook not in self._registries:
            self._registries[hook] = dict(sorted(self._gather(hook).items()))
        return self._registries[hook]

    def _gather(self, hook: str) -> dict[str, Registered]:
        is_display = hook in DISPLAY_HOOKS
        if not is_display:
            for name in self._unusable:
                raise _stopping(*self.failures[name])
        gathered: dict[str, Registered] = {}
        if hook in self._built_in:
            module, origin = self._built_in.pop(hook)
            self._manager.register(import_module(module), name=origin.name)
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            origin = self.origins[implementation.plugin_name]
            if hook in OBSERVERS:
                gathered[origin.name] = Registered(origin.name, _observer(implementation), origin)
                continue
            try:
                offered = _checked(implementation.function(), hook)
            except (Exception, SystemExit) as error:
                what = said("{hook} failed: {found}", hook=hook, found=one_line(error))
                if not is_display:
                    raise _stopping(origin, what) from error
                self._fail(origin, what, stops=False)
                continue
            for name, thing in offered.items():
                if name not in gathered:
                    gathered[name] = Registered(name, thing, origin)
                elif hook == "auditkit_commands":
                    what = _twice(hook, gathered[name].origin, name)
                    self._fail(origin, what, stops=False)
                else:
                    raise _clash(hook, name, gathered[name].origin, origin)
        return gathered


_REMEDY = noted("{what} (go on without it: --without {name})")
_TWICE = noted("{hook}: {other} offers {name} as well")
# What each object must have, by the hook that it is offered through.
_NEEDED = {
    "auditkit_scorers": ("__call__",),
    "auditkit_checks": ("__call__",),
    "auditkit_readers": ("suffixes", "claims", "read"),
    "auditkit_writers": ("suffixes", "is_text", "write"),
    "auditkit_commands": ("make_context", "get_short_help_str"),
}


def _stopping(origin: Origin, what: str) -> PluginFailed:
    """A failure that stops whatever it could change, with what to do about it."""
    return PluginFailed(str(origin), said(_REMEDY, what=what, name=origin.name))


def _twice(hook: str, other: Origin, name: str) -> str:
    return said(_TWICE, hook=hook, other=str(other), name=repr(name))


def _clash(hook: str, name: str, first: Origin, second: Origin) -> PluginFailed:
    """Two plugins with one name; where one of them is ours it is the other that can go."""
    if second.distribution == OWN_DISTRIBUTION:
        first, second = second, first
    return _stopping(second, _twice(hook, first, name))


@contextmanager
def answering(one: Registered, *through: type[Exception]) -> Iterator[None]:
    """Whatever is raised within is laid at a plugin's door, but for what auditkit raises on
    purpose, for what goes `through`, and for our own, which is a mistake of ours.
    """
    try:
        yield
    except Exception as error:
        is_ours = one.origin.distribution == OWN_DISTRIBUTION
        if is_ours or isinstance(error, (AuditkitError, *through)):
            raise
        what = said("{name} failed: {found}", name=one.name, found=one_line(error))
        raise _stopping(one.origin, what) from error


def _observer(implementation: pluggy.HookImpl) -> Callable[..., object]:
    """A plugin's observer; it is handed only what it asks for."""

    def observe(**told: object) -> object:
        return implementation.function(*(told[name] for name in implementation.argnames))

    return observe


def _checked(offered: object, hook: str) -> Mapping[str, Any]:
    if not isinstance(offered, Mapping) or not all(isinstance(name, str) for name in offered):
        raise TypeError(f"{hook} gave {type(offered).__name__}, expected names with objects")
    for name, thing in offered.items():
        missing = [one for one in _NEEDED.get(hook, ()) if not hasattr(thing, one)]
        if missing:
            raise TypeError(f"{name} is {type(thing).__name__}, without {', '.join(missing)}")
    return offered


def installed() -> Iterator[tuple[Origin, Callable[[], object]]]:
    """The plugins that installed distributions declare, by name, with what loads them."""
    if not any(_declares_plugins(folder) for folder in dict.fromkeys(sys.path)):
        return
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        distribution = point.dist.name if point.dist else "unknown"
        version = (point.dist and point.dist.version) or "unknown"
        yield Origin(point.name, distribution, version), point.load


def _declares_plugins(folder: str) -> bool:
    """Whether a folder of ``sys.path`` holds metadata that names our group.

    Looking is some twenty times cheaper than importing ``importlib.metadata``, and most
    machines have no plugin.
    """
    try:
        entries = [entry.path for entry in os.scandir(folder or ".") if _is_metadata(entry.name)]
    except OSError:
        return os.path.isfile(folder)
    return any(_names_group(os.path.join(entry, "entry_points.txt")) for entry in entries)


def _is_metadata(name: str) -> bool:
    return name.endswith((".dist-info", ".egg-info"))


def _names_group(file: str) -> bool:
    try:
        with open(file, "rb") as stream:
            return f"[{GROUP}]".encode() in stream.read()
    except OSError:
        return False
