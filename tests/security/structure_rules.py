"""Rules of the schema that Supabase's advisor does not check, each with a change that breaks it."""

from dataclasses import dataclass
from typing import LiteralString

from tests.security.identity import UNKEPT

LIFECYCLE = [
    "interview_sessions",
    "session_questions",
    "session_question_keys",
    "answers",
    "late_answers",
    "transcriptions",
    "active_interview_sessions",
    "session_events",
    "cleanup_runs",
    "evaluations",
    "evaluation_history",
    "session_results",
    "model_spending",
    "conversations",
    "messages",
    "late_messages",
    "conversation_instructions",
    "conversation_criteria",
    "conversation_profiles",
    "prep_sessions",
    "prep_generations",
    "prep_shares",
    "model_reservations",
    "model_shares",
    "audit_events",
    "session_statistics",
    "outages",
    "time_credits",
    "invitations",
    "decisions",
    "review_comments",
    "scorecards",
    "second_reviews",
]
# Columns in which null has a meaning; in any other status column or timestamp it would be a gap.
NULL_HAS_A_MEANING = {
    "decisions.reason": "no reason was given",
    "interview_invitations.expires_at": "the invitation does not expire",
    "invitations.role": "it is to an interview",
    "invitations.opened_at": "its link was not opened",
    "invitations.accepted_at": "nobody has accepted it",
    "invitations.revoked_at": "it stands",
    "invitations.asked_at": "nobody has asked for another one",
    "invitation_mails.claimed_until": "nobody has claimed it",
    "invitation_mails.finished_at": "not sent yet",
    "notice_mails.claimed_until": "nobody has claimed it",
    "notice_mails.finished_at": "not sent yet",
    "webhooks.claimed_until": "nobody has claimed it",
    "webhooks.failing_since": "its last delivery succeeded",
    "webhooks.last_delivered_at": "nothing was delivered yet",
    "webhooks.slow_at": "no attempt took long lately",
    "interview_sessions.completed_at": "not completed",
    "interview_sessions.closed_at": "still open",
    "interview_sessions.break_until": "not on a break",
    "session_questions.served_at": "not handed out",
    "session_questions.deadline_at": "the clock does not run",
    "session_questions.closed_at": "still open",
    "session_questions.draft_at": "no draft",
    "late_answers.accepted_at": "no reviewer has accepted it",
    "late_answers.client_submitted_at": "it came in no file, or the file says no time",
    "session_events.last_at": "it was not repeated",
    "outages.credited_at": "not everybody has the time back yet",
    "time_credits.revoked_at": "it counts",
    "accommodations.ended_at": "it applies",
    "evaluations.claimed_until": "nobody has claimed it",
    "evaluations.finished_at": "still open",
    "evaluations.overridden_at": "no person has changed the score",
    "session_results.claimed_until": "nobody has claimed it",
    "session_results.finished_at": "not written yet",
    "conversations.draft_at": "no draft",
    "prep_generations.claimed_until": "nobody has claimed it",
    "prep_generations.finished_at": "not written yet",
}


@dataclass(frozen=True)
class Rule:
    """A rule: `offenders` selects the names of what breaks it; `offence` creates exactly one."""

    name: str
    offenders: LiteralString
    offence: LiteralString


RULES = [
    Rule(
        "every table in reprise has row level security",
        """
        select relname from pg_class
        where relnamespace = 'reprise'::regnamespace and relkind in ('r', 'p') and not relrowsecurity
        """,
        "alter table reprise.answers disable row level security",
    ),
    Rule(
        "every policy is for signed-in users only",
        """
        select tablename || ': ' || policyname from pg_policies
        where schemaname = 'reprise' and roles <> '{authenticated}'
        """,
        'create policy "p" on reprise.answers for delete using (false)',
    ),
    Rule(
        "every policy is for one command, and no two are for the same",
        """
        select tablename || ' ' || cmd from pg_policies where schemaname = 'reprise'
        group by tablename, cmd having cmd = 'ALL' or count(*) > 1
        """,
        'create policy "p" on reprise.answers to authenticated using (false)',
    ),
    Rule(
        "every policy that lets write says what may be written",
        """
        select tablename || ': ' || policyname from pg_policies
        where schemaname = 'reprise' and (
          (cmd in ('INSERT', 'UPDATE') and with_check is null) or (cmd <> 'INSERT' and qual is null)
        )
        """,
        'create policy "p" on reprise.answers for update to authenticated using (false)',
    ),
    Rule(
        "no policy asks for the caller once a row",
        r"""
        select tablename || ': ' || policyname from pg_policies
        where schemaname = 'reprise' and regexp_replace(
          concat(qual, with_check), '\( SELECT auth\.(uid|jwt)\(\)', '', 'g') ~ 'auth\.'
        """,
        'create policy "p" on reprise.answers for select to authenticated using (id = auth.uid())',
    ),
    Rule(
        "no policy believes what users say about themselves",
        """
        select tablename || ': ' || policyname from pg_policies
        where concat(qual, with_check) ~ 'user_metadata'
        """,
        'create policy "p" on reprise.answers for select to authenticated using ((select '
        "auth.jwt()) -> 'user_metadata' ? 'admin')",
    ),
    Rule(
        "no lifecycle table has a policy for writing",
        """
        select tablename || ': ' || policyname from pg_policies
        where schemaname = 'reprise' and tablename = any (%(lifecycle)s) and cmd <> 'SELECT'
        """,
        'create policy "p" on reprise.answers for delete to authenticated using (false)',
    ),
    Rule(
        "no function in reprise runs with its owner's rights",
        """
        select oid::regprocedure::text from pg_proc
        where pronamespace = 'reprise'::regnamespace and prosecdef
        """,
        "alter function reprise.clear_stuck_session() security definer",
    ),
    Rule(
        "every function of ours has an empty search_path",
        """
        select oid::regprocedure::text from pg_proc
        where pronamespace in ('reprise'::regnamespace, 'reprise_private'::regnamespace)
          and not coalesce(proconfig @> array['search_path=""'], false)
        """,
        "alter function reprise_private.caller_id() set search_path = public",
    ),
    Rule(
        "nobody may execute a function of ours without being named",
        """
        select p.oid::regprocedure::text
        from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        where p.pronamespace in ('reprise'::regnamespace, 'reprise_private'::regnamespace)
          and a.grantee in (0, 'anon'::regrole)
        """,
        "grant execute on function reprise_private.rfc3339 to anon",
    ),
    Rule(
        "every privileged function that users reach checks who calls",
        r"""
        select p.oid::regprocedure::text from pg_proc p
        where p.prosecdef and has_function_privilege('authenticated', p.oid, 'execute')
          and p.pronamespace = 'reprise_private'::regnamespace
          and p.prosrc !~ 'private\.(caller_id|organizations_of_caller)\(|select auth\.uid\(\)'
        """,
        "grant execute on function reprise_private.run_cleanup to authenticated",
    ),
    Rule(
        "no function that users reach takes a user, a time or a score",
        """
        select p.oid::regprocedure::text from pg_proc p, unnest(p.proargnames) name
        where has_function_privilege('authenticated', p.oid, 'execute')
          and p.pronamespace in ('reprise'::regnamespace, 'reprise_private'::regnamespace)
          and name ~ '(user|actor|score|points|deadline|now|_at)'
          and name !~ '^(p_)?client_submitted_at$'
          -- Selects the sessions that a member credits; it is stored nowhere.
          and name !~ '^(p_)?live_at$'
          -- Terms of an invitation, which a member chooses.
          and name !~ '^(p_)?(expires_at|attempts_allowed)$'
        """,
        "grant execute on function reprise_private.lock_own_session to authenticated",
    ),
    Rule(
        "no function in reprise has two signatures",
        """
        select proname::text from pg_proc where pronamespace = 'reprise'::regnamespace
        group by proname having count(*) > 1
        """,
        "create function reprise.heartbeat() returns int return 1",
    ),
    Rule(
        "every view runs with the rights of who asks",
        """
        select c.oid::regclass::text from pg_class c
        where c.relkind in ('v', 'm')
          and c.relnamespace in ('reprise'::regnamespace, 'reprise_ops'::regnamespace)
          and not coalesce(c.reloptions @> array['security_invoker=true'], false)
        """,
        "alter view reprise_ops.late_texts reset (security_invoker)",
    ),
    Rule(
        "no index repeats a primary key",
        """
        select i.indexrelid::regclass::text from pg_index i
        join pg_index k on k.indrelid = i.indrelid and k.indisprimary and not i.indisprimary
        join pg_class c on c.oid = i.indrelid and c.relnamespace = 'reprise'::regnamespace
        where i.indkey::text = k.indkey::text and i.indpred is null
        """,
        "create index on reprise.session_questions (session_id, position)",
    ),
    Rule(
        "every foreign key has an index",
        """
        select k.conname::text from pg_constraint k
        where k.contype = 'f' and k.connamespace = 'reprise'::regnamespace and not exists (
          select from pg_index i where i.indrelid = k.conrelid
            and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] = k.conkey
        )
        """,
        "drop index reprise.session_questions_question_id_idx",
    ),
    Rule(
        "every status and every time is there, unless its absence has a meaning",
        """
        select table_name || '.' || column_name from information_schema.columns
        where table_schema in ('reprise', 'reprise_private') and is_nullable = 'YES'
          and (column_name in ('status', 'mode', 'kind', 'role', 'source', 'reason')
            or data_type like 'timestamp%%')
          and table_name || '.' || column_name <> all (%(nullable)s)
        """,
        "alter table reprise.answers alter received_at drop not null",
    ),
    Rule(
        "every time knows its zone",
        """
        select table_name || '.' || column_name from information_schema.columns
        where table_schema in ('reprise', 'reprise_private') and data_type = 'timestamp without time zone'
        """,
        "alter table reprise.answers add at timestamp",
    ),
    Rule(
        "no column that identifies a row or says whose it is can be changed",
        UNKEPT,
        "create table reprise.unkept (id uuid primary key)",
    ),
]
