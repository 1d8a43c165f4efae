"""The plugin system: every answer has a sender, and a broken plugin changes no score silently."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace

import pytest

from auditkit import AuditKit, PluginFailed, hookimpl
from auditkit.plugins import HOOKS, Origin, Plugins


def plugin(name: str, **hooks: object) -> ModuleType:
    """A module with these hooks."""
    module = ModuleType(name)
    for hook, function in hooks.items():
        function.__name__ = hook
        setattr(module, hook, hookimpl(function))
    return module


class Same:
    """A scorer that does nothing."""

    def score(self, marks):
        return None


def test_every_hook_has_a_built_in_or_bundled_user():
    kit = AuditKit(discover=False)
    unused = [hook for hook in HOOKS if not kit.plugins.registry(hook)]
    # Their users are plugins in `plugins/`.
    assert unused == [
        "auditkit_case_sources",
        "auditkit_action_rules",
        "auditkit_commands",
        "auditkit_recorded",
    ]


def test_what_a_plugin_offers_comes_with_its_origin():
    kit = AuditKit([plugin("mine", auditkit_scorers=lambda: {"same": Same})], discover=False)
    registered = kit.plugins.registry("auditkit_scorers")["same"]
    assert (registered.object, registered.origin.name) == (Same, "mine")


def test_names_come_in_order():
    kit = AuditKit(discover=False)
    names = list(kit.plugins.registry("auditkit_scorers"))
    assert names == sorted(names)


def test_a_name_that_two_plugins_offer_names_both():
    kit = AuditKit([plugin("mine", auditkit_scorers=lambda: {"points": Same})], discover=False)
    with pytest.raises(PluginFailed) as failed:
        kit.plugins.registry("auditkit_scorers")
    assert "mine (given by the program -)" in str(failed.value)
    assert "scorers (practice-auditkit" in str(failed.value)
    assert "'points'" in str(failed.value)


def raises_an_error():
    raise KeyError("x")


def leaves():
    raise SystemExit(0)


@pytest.mark.parametrize("hook", [raises_an_error, leaves, lambda: None, lambda: {1: Same}])
def test_a_hook_that_fails_names_its_plugin_and_stops(hook):
    kit = AuditKit([plugin("mine", auditkit_scorers=hook)], discover=False)
    with pytest.raises(PluginFailed) as failed:
        kit.plugins.registry("auditkit_scorers")
    assert str(failed.value).startswith("Plugin mine (given by the program -): auditkit_scorers")


@pytest.mark.parametrize(
    "hook", ["auditkit_writers", "auditkit_commands", "auditkit_report_sections"]
)
def test_a_hook_that_only_displays_is_noted_and_left_out(hook):
    kit = AuditKit([plugin("mine", **{hook: raises_an_error})], discover=False)
    assert all(one.origin.name != "mine" for one in kit.plugins.registry(hook).values())
    assert "KeyError" in kit.plugins.failures["mine"][1]


def test_a_misspelt_hook_is_an_error_that_names_it():
    kit = AuditKit([plugin("mine", auditkit_scorer=lambda: {"mine": None})], discover=False)
    assert "auditkit_scorer" in kit.plugins.failures["mine"][1]
    with pytest.raises(PluginFailed):
        kit.plugins.registry("auditkit_scorers")


def test_a_hook_with_wrong_arguments_is_an_error_that_names_it():
    kit = AuditKit([plugin("mine", auditkit_scorers=lambda kit: {})], discover=False)
    assert "mine" in kit.plugins.failures
    with pytest.raises(PluginFailed) as failed:
        kit.plugins.registry("auditkit_question_sets")
    assert "--without mine" in str(failed.value)


def test_kits_share_nothing():
    AuditKit([plugin("mine", auditkit_scorers=lambda: {"same": Same})], discover=False)
    assert "same" not in AuditKit(discover=False).plugins.registry("auditkit_scorers")


def test_a_plugin_given_as_an_object_works_too():
    given = SimpleNamespace(auditkit_scorers=hookimpl(_offers_same))
    kit = AuditKit([given], discover=False)
    assert kit.plugins.registry("auditkit_scorers")["same"].origin.name == "SimpleNamespace"


def _offers_same():
    return {"same": Same}


_offers_same.__name__ = "auditkit_scorers"


def test_the_same_plugin_twice_is_noted():
    plugins = Plugins({}, "0")
    module = plugin("mine", auditkit_scorers=lambda: {"same": Same})
    plugins.register(module, Origin("mine", "one", "1"))
    plugins.register(module, Origin("mine", "one", "1"))
    assert "mine" in plugins.failures


def test_a_question_set_offered_under_another_name_is_refused(tmp_path):
    path = tmp_path / "set.yaml"
    path.write_text(
        "question_set: real\nversion: 1\ntitle: T\nscales: {s: [{option: a, label: A, score: 1}]}\n"
        "sections:\n  - {section: x, title: X, questions: [{question: q, text: Q, scale: s}]}\n",
        "utf-8",
    )
    offers = plugin("mine", auditkit_question_sets=lambda: {"other@1": path})
    kit = AuditKit([offers], discover=False)
    found = kit.check("other@1")
    assert [(one.code, one.facts["found"]) for one in found] == [("Q032", "real@1")]
