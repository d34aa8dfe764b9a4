"""Mutants of the web client: one defect each, which the tests that test_controls.py and test_prep.py name must detect.

A mutant replaces text in a script of ``web/`` on its way to the browser. The files stay unchanged. The text to replace
must occur exactly once in its file.
"""

from dataclasses import dataclass

from local.settings import ROOT

WEB = ROOT / "web"


@dataclass(frozen=True)
class Mutant:
    """A defect: in ``file`` (a path below ``web/``), ``original`` becomes ``replacement``."""

    file: str
    original: str
    replacement: str

    def apply(self) -> str:
        """The mutated script. Raises ``LookupError`` if the original text does not occur exactly once."""
        return replace_once(self.file, self.original, self.replacement)


def replace_once(file: str, original: str, replacement: str) -> str:
    """The script ``file`` with one text replaced. Raises ``LookupError`` if it does not occur exactly once."""
    script = (WEB / file).read_text()
    found = script.count(original)
    if found != 1:
        raise LookupError(f"web/{file} has {original!r} {found} times instead of once: adapt the replacement")
    return script.replace(original, replacement)


MUTANTS = {
    # Drafts, answers and the countdown of an interview.
    "draft_waits_for_a_pause": Mutant(
        "client/session/heartbeat.js",
        "if (this._timer && this._at <= at) return;",
        "",
    ),
    "outbox_repeats_another_text": Mutant(
        "client/session/answer-delivery.js",
        "client.submit(answer,",
        'client.submit({ ...answer, answer: answer.answer + " ".repeat(tries) },',
    ),
    # The entry is deleted before the page calls the answer safe, so that the tab cannot be killed earlier.
    "outbox_forgets_before_the_receipt": Mutant(
        "client/session/outbox.js",
        "return { ...entry, id: await this._store.putAnswer(entry) };",
        "const stored = { ...entry, id: await this._store.putAnswer(entry) };\n"
        "    await this.forget(stored);\n"
        "    return stored;",
    ),
    "time_up_submits_the_saved_draft": Mutant(
        "client/session/answer-flow.js",
        "const { text } = this._draft;",
        'const text = this._draft._drafts.current?.saved ?? "";',
    ),
    "countdown_trusts_the_device_clock": Mutant(
        "client/http/clock.js",
        "return this._monotonic() + offset;",
        "return Date.now();",
    ),
    "countdown_ignores_extra_time": Mutant(
        "client/session/answer-flow.js",
        "response.deadline_at !== this.question.deadline_at",
        "false",
    ),
    "page_says_saved_at_once": Mutant(
        "app/interview/saved-status.js",
        'if (phase === "sending") return',
        'if (saved !== "empty") return ["saved", TEXTS.saved(clockTime(new Date()))];\n'
        '  if (phase === "sending") return',
    ),
    # Two tabs and two devices.
    "lost_lease_is_not_reported": Mutant(
        "client/session/live-session.js",
        '(problem.code === "lease_lost") await this._moved();',
        "(false);",
    ),
    "taken_session_is_not_announced": Mutant(
        "client/session/tabs.js",
        'this._channel.postMessage({ type: "taken", sessionId });',
        "",
    ),
    # Workspaces.
    "workspace_says_saved_while_offline": Mutant(
        "app/prep/workspace.js",
        'if (state === "saved") return',
        'if (state === "saved" || state === "offline") return',
    ),
    "merge_reports_no_conflict": Mutant("client/workspace/merge.js", "conflicts.push(", "String("),
    "autosave_drops_texts_left_behind": Mutant(
        "client/workspace/autosave.js",
        "this._copy.takeIn(left.map(({ value }) => value));",
        "",
    ),
    "autosave_says_saved_after_a_failure": Mutant(
        "client/workspace/autosave.js",
        'this._report(problem.repeatable ? "offline" : "error")',
        'this._report("saved")',
    ),
    # The sign-in page.
    "sign_in_loads_three_more_libraries": Mutant(
        "app/sign-in/sign-in.js",
        'import { byId } from "../ui/dom.js";',
        'import { byId } from "../ui/dom.js";\n[1, 2, 3].forEach((number) => fetch(`/vendor/supabase.js?${number}`));',
    ),
    "sign_in_has_a_field_without_a_label": Mutant(
        "app/sign-in/sign-in.js",
        'byId("demo").hidden =',
        'document.querySelector("label[for=email]").remove(); byId("demo").hidden =',
    ),
}
