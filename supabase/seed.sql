-- Demo data: three users, two organizations and four interviews. The public question bank is in question_bank.sql.
-- Running it again changes nothing: ids are fixed, and every insert uses "on conflict do nothing".
-- The demo users share a published password (reprise-demo): do not load this file into a project with real users.
--
--   1  demo users and organizations
--   2  interview "Full Stack Developer" (public), with its keys
--   3  interview "Backend Engineer (invited)"
--   4  interview "Platform Engineer" of the other organization
--   5  templates of prep sessions
--   6  interview "Backend conversation" (public): a conversation instead of questions


-- 1. Demo users and organizations -----------------------------------------------------------------

insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
                        confirmation_token, recovery_token, email_change, email_change_token_new, created_at, updated_at)
select demo_user.id, 'authenticated', 'authenticated', demo_user.email,
       '$2a$10$y8C.hYOqWC6nREaxuglNge/i2YxlgBel6WtNotrqiDbS8b/VR09G6', -- bcrypt of reprise-demo
       now(), '{"provider": "email", "providers": ["email"]}', jsonb_build_object('full_name', demo_user.full_name),
       '', '', '', '', now(), now() -- Supabase Auth cannot read null in the four token columns
from (values
  ('d0000000-0000-4000-8000-000000000001'::uuid, 'candidate@example.com', 'Casey Candidate'),
  ('d0000000-0000-4000-8000-000000000002'::uuid, 'recruiter@example.com', 'Robin Recruiter'),
  ('d0000000-0000-4000-8000-000000000003'::uuid, 'other@example.com', 'Olu Other')
) as demo_user(id, email, full_name)
on conflict do nothing;

-- Hosted Supabase Auth looks up users by instance_id; the embedded Auth has no such column.
do $$
begin
  if exists (select from information_schema.columns
             where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id') then
    execute $update$
      update auth.users set instance_id = '00000000-0000-0000-0000-000000000000'
      where instance_id is null
        and id in ('d0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000002',
                   'd0000000-0000-4000-8000-000000000003')
    $update$;
  end if;
end
$$;

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select demo_user.id, 'email', demo_user.id::text, demo_user.id,
       jsonb_build_object('sub', demo_user.id, 'email', demo_user.email, 'email_verified', true), now(), now(), now()
from auth.users as demo_user
where demo_user.id in ('d0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000002',
                       'd0000000-0000-4000-8000-000000000003')
on conflict do nothing;

insert into reprise.organizations (id, name) values
  ('e0000000-0000-4000-8000-000000000001', 'Northwind Talent'),
  ('e0000000-0000-4000-8000-000000000002', 'Contoso Hiring')
on conflict do nothing;

-- Looks up users by e-mail, to find accounts created earlier with a demo address too.
insert into reprise.organization_members (organization_id, user_id, role)
select membership.organization_id, member.id, 'owner'
from (values
  ('e0000000-0000-4000-8000-000000000001'::uuid, 'recruiter@example.com'),
  ('e0000000-0000-4000-8000-000000000002'::uuid, 'other@example.com')
) as membership(organization_id, email)
join auth.users as member on member.email = membership.email
on conflict do nothing;


-- 2. Interview "Full Stack Developer": public, six questions, 100 points ---------------------------

insert into reprise.interviews (id, organization_id, title, description, is_public, status, grace_seconds,
                               resume_window_minutes, start_over_allowed, attempts_allowed, results_visible_to_candidate) values
  ('11111111-1111-4111-8111-111111111111', 'e0000000-0000-4000-8000-000000000001', 'Full Stack Developer',
   'Six questions from the browser to the database, fifteen minutes in all. You see one question at a time.',
   true, 'published', 2, 1440, true, null, true)
on conflict do nothing;

insert into reprise.questions (id, organization_id, interview_type, domain, difficulty, kind,
                              prompt, options, points, time_limit_seconds) values
  ('a1000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'http', 'medium', 'mcq',
   $$A mobile app sends POST /orders, and the connection drops before the response arrives.
What lets the app try again without ever creating two orders?$$,
   '[{"id": "a", "text": "Wait ten seconds before trying again, so that the first request has certainly finished by then"},
     {"id": "b", "text": "Send the same idempotency key with every try; the server stores it under a unique constraint"},
     {"id": "c", "text": "First ask GET /orders for an order with the same content, and send the POST only if there is none"},
     {"id": "d", "text": "Let the endpoint answer 202 Accepted at once and create the order in a background job"}]',
   10, 60),
  ('a1000000-0000-4000-8000-000000000002', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'security', 'easy', 'short_answer',
   $$What is the difference between authentication and authorization?
Name the HTTP status code an API should return when each of the two fails.$$,
   null, 15, 120),
  ('a1000000-0000-4000-8000-000000000003', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'databases', 'medium', 'short_answer',
   $$An endpoint loads 50 orders with one query and then runs one more query per order to load its customer.
What is this problem called, why is it slow, and which two changes would remove it?$$,
   null, 15, 120),
  ('a1000000-0000-4000-8000-000000000004', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'javascript', 'medium', 'code',
   $$Write `debounce(fn, wait)` in JavaScript, without a library.
It returns a function that calls `fn` once, `wait` milliseconds after the last call of a burst.
`fn` receives the arguments and the `this` of that last call.
The returned function has a method `cancel()` that drops a pending call.$$,
   null, 30, 300),
  ('a1000000-0000-4000-8000-000000000005', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'performance', 'medium', 'open',
   $$The order history page takes 8 seconds for one customer with 200,000 orders and is fast for everybody else.
In a few sentences: how do you find the cause, which changes do you expect to make, and how do you know that they worked?$$,
   null, 20, 240),
  ('a1000000-0000-4000-8000-000000000006', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'databases', 'hard', 'mcq',
   $$Two requests withdraw money from the same account at the same moment.
Each one reads the balance, checks it in application code, and then writes the new balance. Sometimes one withdrawal is lost.
The database is PostgreSQL at its default isolation level. Which change is enough to make this correct?$$,
   '[{"id": "a", "text": "Put the read and the write of each request into one transaction"},
     {"id": "b", "text": "Read the balance a second time just before the write and stop if it has changed"},
     {"id": "c", "text": "Add a check constraint on the balance, so that the stored value can never become negative at any time"},
     {"id": "d", "text": "Run `update … set balance = balance - $1 where id = $2 and balance >= $1` and check the row count"}]',
   10, 60)
on conflict do nothing;

insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria) values
  ('a1000000-0000-4000-8000-000000000001', 'b', '[]', null, '[]'),
  ('a1000000-0000-4000-8000-000000000002', null,
   '[{"keyword": "identity", "synonyms": ["who you are", "who the user is", "who they are", "who someone is", "who is calling", "who a user is",
                                          "who the caller is"]},
     {"keyword": "permission", "synonyms": ["permissions", "permitted", "allowed", "access rights", "privileges", "may do", "can do", "may access"]},
     {"keyword": "401", "synonyms": ["unauthorized"]},
     {"keyword": "403", "synonyms": ["forbidden"]}]',
   $$Authentication establishes the identity of the caller. Authorization decides whether that identity has permission for the action.
Failed or missing authentication is 401 Unauthorized; failed authorization is 403 Forbidden
(or 404 where even the existence of the resource is private).$$,
   '[]'),
  ('a1000000-0000-4000-8000-000000000003', null,
   '[{"keyword": "N+1", "synonyms": ["N + 1", "n plus one", "n plus 1"]},
     {"keyword": "round trip", "synonyms": ["round trips", "round-trip", "round-trips", "roundtrip", "roundtrips", "latency", "overhead", "network call",
                                            "network calls"]},
     {"keyword": "join", "synonyms": ["joins", "joined", "joining", "left join", "inner join"]},
     {"keyword": "batch", "synonyms": ["batched", "batching", "eager loading", "eager load", "eagerly", "preload", "prefetch",
                                       "dataloader", "data loader", "where in", "in clause", "in list", "id in", "one query for all"]}]',
   $$It is the N+1 query problem: 51 queries instead of one or two, and each costs a round trip to the database.
Either load orders and customers together with a join, or collect the customer ids and load them in one batch
(`where id = any(…)`, eager loading in an ORM, a data loader in GraphQL).$$,
   '[]'),
  ('a1000000-0000-4000-8000-000000000004', null, '[]',
   $code$function debounce(fn, wait) {
  let timer;
  function debounced(...args) {
    clearTimeout(timer);
    timer = setTimeout(() => fn.apply(this, args), wait);
  }
  debounced.cancel = () => clearTimeout(timer);
  return debounced;
}$code$,
   '[{"id": "timing", "text": "Each call restarts the timer, and fn runs once, wait ms after the last call of a burst", "points": 12},
     {"id": "arguments", "text": "fn receives the arguments and the this value of the last call", "points": 8},
     {"id": "cancel", "text": "cancel() drops the pending call and does no harm when nothing is pending", "points": 6},
     {"id": "clarity", "text": "Each debounced function has its own timer; the code is short and readable", "points": 4}]'),
  ('a1000000-0000-4000-8000-000000000005', null, '[]',
   $$Measure before changing: a trace of this request shows whether the database, the serialization or the browser takes the time.
If it is the query, `explain (analyze, buffers)` with this customer's id shows the plan that only a large customer gets.
Likely changes: load one page at a time with keyset pagination, an index on (customer_id, created_at desc),
and only the columns that the list shows, instead of all 200,000 rows.
Then compare p95 of this endpoint for large customers before and after, and keep an alert on it.$$,
   '[{"id": "diagnosis", "text": "Measures first (trace, query plan with this customer''s data) instead of guessing", "points": 6},
     {"id": "query", "text": "Fixes the database side: a fitting index, no sort or scan of all of the customer''s orders", "points": 6},
     {"id": "amount", "text": "Limits what is loaded and sent: pagination, fewer columns or rows", "points": 5},
     {"id": "proof", "text": "Verifies with a measurement before and after on large customers", "points": 3}]'),
  ('a1000000-0000-4000-8000-000000000006', 'd', '[]', null, '[]')
on conflict do nothing;

insert into reprise.interview_questions (interview_id, position, question_id) values
  ('11111111-1111-4111-8111-111111111111', 0, 'a1000000-0000-4000-8000-000000000001'),
  ('11111111-1111-4111-8111-111111111111', 1, 'a1000000-0000-4000-8000-000000000002'),
  ('11111111-1111-4111-8111-111111111111', 2, 'a1000000-0000-4000-8000-000000000003'),
  ('11111111-1111-4111-8111-111111111111', 3, 'a1000000-0000-4000-8000-000000000004'),
  ('11111111-1111-4111-8111-111111111111', 4, 'a1000000-0000-4000-8000-000000000005'),
  ('11111111-1111-4111-8111-111111111111', 5, 'a1000000-0000-4000-8000-000000000006')
on conflict do nothing;


-- 3. Interview "Backend Engineer (invited)": one attempt, no starting over -------------------------

insert into reprise.interviews (id, organization_id, title, description, is_public, status, grace_seconds,
                               resume_window_minutes, start_over_allowed, attempts_allowed, results_visible_to_candidate) values
  ('22222222-2222-4222-8222-222222222222', 'e0000000-0000-4000-8000-000000000001', 'Backend Engineer (invited)',
   'Five questions on services and data. You have one attempt; the recruiter tells you the result.',
   false, 'published', 2, 1440, false, 1, false)
on conflict do nothing;

insert into reprise.questions (id, organization_id, interview_type, domain, difficulty, kind,
                              prompt, options, points, time_limit_seconds) values
  ('a2000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000001', 'backend_engineer', 'databases', 'medium', 'mcq',
   $$A support search runs `where lower(email) = $1` on a table of 30 million users and takes seconds.
There is a plain B-tree index on `email`. What makes this query fast with the least change?$$,
   '[{"id": "a", "text": "Rebuild the existing index on email, because it has become bloated"},
     {"id": "b", "text": "Replace the B-tree index on email with a hash index on email"},
     {"id": "c", "text": "Create an index on the expression lower(email)"},
     {"id": "d", "text": "Raise work_mem, so that the comparison happens in memory"}]',
   10, 60),
  ('a2000000-0000-4000-8000-000000000002', 'e0000000-0000-4000-8000-000000000001', 'backend_engineer', 'reliability', 'medium', 'short_answer',
   $$Your service calls a payment provider that has become slow and often fails.
Name the measures that keep your own service responsive, with a few words on what each one does.$$,
   null, 15, 180),
  ('a2000000-0000-4000-8000-000000000003', 'e0000000-0000-4000-8000-000000000001', 'backend_engineer', 'python', 'medium', 'code',
   $$Write a Python function `top_errors(lines, n)`.
`lines` is an iterable of log lines such as `2026-03-01T10:00:00Z ERROR payments card_declined`:
time, level, service and code, separated by single spaces.
Return the `n` most frequent (service, code) pairs of level ERROR with their counts, most frequent first,
equal counts ordered by service and then code. Skip lines that do not have exactly four fields.
The log does not fit into memory.$$,
   null, 25, 420),
  ('a2000000-0000-4000-8000-000000000004', 'e0000000-0000-4000-8000-000000000001', 'backend_engineer', 'architecture', 'hard', 'open',
   $$Generating an invoice PDF takes up to 40 seconds, and the request that does it often times out.
Design an alternative: the API calls, where the work happens, what is stored, who may download the file, what you monitor,
and what happens when a worker dies half-way.$$,
   null, 30, 240),
  ('a2000000-0000-4000-8000-000000000005', 'e0000000-0000-4000-8000-000000000001', 'backend_engineer', 'security', 'medium', 'mcq',
   $$GET /invoices/{id} checks that the caller is signed in and returns the invoice with that id.
A tester changes the id in the URL and reads an invoice of another company. What is the right fix?$$,
   '[{"id": "a", "text": "Filter the query by the caller''s company and answer 404 when nothing is found"},
     {"id": "b", "text": "Replace the sequential ids by random UUIDs, so that nobody can guess them"},
     {"id": "c", "text": "Hide the id from the page and encrypt it in the URL"},
     {"id": "d", "text": "Limit the number of requests per user, and block users who try many different ids"}]',
   10, 90)
on conflict do nothing;

insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria) values
  ('a2000000-0000-4000-8000-000000000001', 'c', '[]', null, '[]'),
  ('a2000000-0000-4000-8000-000000000002', null,
   '[{"keyword": "timeout", "synonyms": ["timeouts", "time out", "time-out", "deadline", "deadlines"]},
     {"keyword": "circuit breaker", "synonyms": ["circuit breakers", "circuit-breaker", "fail fast", "fails fast"]},
     {"keyword": "retry", "synonyms": ["retries", "retried", "retrying", "backoff", "back-off"]},
     {"keyword": "queue", "synonyms": ["queued", "queues", "asynchronous", "asynchronously", "async", "background job", "background"]},
     {"keyword": "bulkhead", "synonyms": ["bulkheads", "limit", "limits", "limited", "pool", "isolate", "isolation", "concurrency limit"]}]',
   $$A short timeout on every call, so that no thread waits for long. A circuit breaker that fails fast while the provider is down.
A retry only for idempotent calls, few in number, with backoff and jitter. A bulkhead: a limit on concurrent calls to the provider,
so that they cannot use up the whole pool. A queue for work that may finish later, and a clear "payment pending" answer to the user.$$,
   '[]'),
  ('a2000000-0000-4000-8000-000000000003', null, '[]',
   $code$from collections import Counter
from collections.abc import Iterable


def top_errors(lines: Iterable[str], n: int) -> list[tuple[tuple[str, str], int]]:
    counts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        fields = line.rstrip("\n").split(" ")
        if len(fields) == 4 and fields[1] == "ERROR":
            counts[(fields[2], fields[3])] += 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:n]$code$,
   '[{"id": "counting", "text": "Counts (service, code) pairs of level ERROR only", "points": 9},
     {"id": "order", "text": "Most frequent first, ties by service and then code, at most n results", "points": 6},
     {"id": "streaming", "text": "Reads line by line and keeps only the counts in memory", "points": 5},
     {"id": "robustness", "text": "Skips lines without exactly four fields, also empty ones, and handles the line end", "points": 5}]'),
  ('a2000000-0000-4000-8000-000000000004', null, '[]',
   $$POST /invoices/{id}/pdf stores a job row (unique per invoice version, so that a repeated call finds the same job)
and answers 202 with the job's URL. GET on that URL returns queued, running, done with a download link, or failed with a reason.
Workers claim jobs under a lease (`for update skip locked`, with an expiry), render, write the file to object storage under a name
derived from the job, and then mark the job done. When a worker dies, the lease runs out and another one claims the job; because the
file name is the same, a second run overwrites and does no harm. Attempts are counted, with backoff, and after a few the job is failed
and visible. The download link is signed, short-lived, and given only to users of the invoice's company. Queue age and failures are monitored.$$,
   '[{"id": "api", "text": "Answers at once (202 and a status resource or a notification), and the client learns the outcome", "points": 8},
     {"id": "durability", "text": "The job is stored durably before it is acknowledged and is processed outside the request", "points": 8},
     {"id": "failure", "text": "A dead worker is noticed (lease or visibility timeout), retries are bounded and safe to repeat", "points": 9},
     {"id": "operation", "text": "Says where the file goes, who may download it, and how the queue is monitored", "points": 5}]'),
  ('a2000000-0000-4000-8000-000000000005', 'a', '[]', null, '[]')
on conflict do nothing;

insert into reprise.interview_questions (interview_id, position, question_id) values
  ('22222222-2222-4222-8222-222222222222', 0, 'a2000000-0000-4000-8000-000000000001'),
  ('22222222-2222-4222-8222-222222222222', 1, 'a2000000-0000-4000-8000-000000000002'),
  ('22222222-2222-4222-8222-222222222222', 2, 'a2000000-0000-4000-8000-000000000003'),
  ('22222222-2222-4222-8222-222222222222', 3, 'a2000000-0000-4000-8000-000000000004'),
  ('22222222-2222-4222-8222-222222222222', 4, 'a2000000-0000-4000-8000-000000000005')
on conflict do nothing;

insert into reprise.interview_invitations (interview_id, user_id, extra_time_percent, attempts_allowed)
select '22222222-2222-4222-8222-222222222222'::uuid, candidate.id, 25, 1
from auth.users as candidate
where candidate.email = 'candidate@example.com'
on conflict do nothing;


-- 4. Interview "Platform Engineer" of Contoso Hiring: hidden from everyone outside that organization

insert into reprise.interviews (id, organization_id, title, description, is_public, status, grace_seconds,
                               resume_window_minutes, start_over_allowed, attempts_allowed, results_visible_to_candidate) values
  ('33333333-3333-4333-8333-333333333333', 'e0000000-0000-4000-8000-000000000002', 'Platform Engineer',
   'Contoso only: three questions about running the booking platform.',
   false, 'published', 2, 720, false, 1, false)
on conflict do nothing;

insert into reprise.questions (id, organization_id, interview_type, domain, difficulty, kind,
                              prompt, options, points, time_limit_seconds) values
  ('c0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002', 'platform_engineer', 'kubernetes', 'medium', 'mcq',
   $$Contoso's booking API runs with three replicas. During node maintenance all three were evicted at once.
Which object would have kept at least two of them running?$$,
   '[{"id": "a", "text": "A HorizontalPodAutoscaler with a minimum of three replicas"},
     {"id": "b", "text": "A PodDisruptionBudget with minAvailable set to 2"},
     {"id": "c", "text": "A ResourceQuota for the namespace of the booking API"},
     {"id": "d", "text": "A NetworkPolicy that only lets the ingress controller in"}]',
   10, 60),
  ('c0000000-0000-4000-8000-000000000002', 'e0000000-0000-4000-8000-000000000002', 'platform_engineer', 'reliability', 'medium', 'short_answer',
   $$Contoso restores a database backup into a scratch environment every week. Why is having the backup not enough?
Name the two objectives that say how much data may be lost and how long a restore may take.$$,
   null, 10, 120),
  ('c0000000-0000-4000-8000-000000000003', 'e0000000-0000-4000-8000-000000000002', 'platform_engineer', 'cost', 'hard', 'open',
   $$The monthly cloud bill of Contoso's booking platform grew by 40 % while traffic grew by 5 %.
How do you find out why, and how do you keep it from happening again?$$,
   null, 20, 240)
on conflict do nothing;

insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria) values
  ('c0000000-0000-4000-8000-000000000001', 'b', '[]', null, '[]'),
  ('c0000000-0000-4000-8000-000000000002', null,
   '[{"keyword": "recovery point objective", "synonyms": ["RPO", "recovery point"]},
     {"keyword": "recovery time objective", "synonyms": ["RTO", "recovery time"]},
     {"keyword": "corrupt", "synonyms": ["corrupted", "incomplete", "unusable", "unreadable", "broken", "damaged", "untested"]}]',
   $$A backup that was never restored may be corrupt or incomplete, and nobody knows how long a restore takes.
The recovery point objective (RPO) bounds the data that may be lost; the recovery time objective (RTO) bounds the time to restore.$$,
   '[]'),
  ('c0000000-0000-4000-8000-000000000003', null, '[]',
   $$Break the bill down by service, account and tag, and compare the two months line by line.
Look at the largest increases first: idle or oversized instances, forgotten environments, storage and log growth, data transfer
between zones. Put the increase beside deployments and configuration changes of that month.
Then fix the largest item, set budgets with alerts for each team, require tags, and review cost per booking every month.$$,
   '[{"id": "analysis", "text": "Breaks the cost down and compares periods before acting", "points": 8},
     {"id": "causes", "text": "Names likely causes and how each would show in the data", "points": 6},
     {"id": "prevention", "text": "Budgets, alerts, ownership and a unit cost that is watched", "points": 6}]')
on conflict do nothing;

insert into reprise.interview_questions (interview_id, position, question_id) values
  ('33333333-3333-4333-8333-333333333333', 0, 'c0000000-0000-4000-8000-000000000001'),
  ('33333333-3333-4333-8333-333333333333', 1, 'c0000000-0000-4000-8000-000000000002'),
  ('33333333-3333-4333-8333-333333333333', 2, 'c0000000-0000-4000-8000-000000000003')
on conflict do nothing;


-- 5. Templates of prep sessions for common roles ----------------------------------------------------

-- A question is {question, answer, category, difficulty, tips}; [square brackets] mark what only the candidate can fill in.
create temporary table seed_prep_questions (template text, id text, category text, difficulty text, question text, answer text, tip text);
insert into seed_prep_questions (template, id, category, difficulty, question, answer, tip) values
  ('backend-engineer', 'q1', 'APIs', 'easy',
   'What makes a POST safe to repeat, and why does it matter?',
   'The client sends an idempotency key, and the server stores the first result under it with a unique constraint. A timeout does not tell whether '
   'the call took effect, so clients must be able to send it again.',
   'Name where the key is stored, and in which transaction.'),
  ('backend-engineer', 'q2', 'Databases', 'medium',
   'Two requests read a balance and both write it back. How do you keep the sum right?',
   'One statement that adds (update … set balance = balance + x), a row lock (select … for update), or a version column that the update checks. '
   'Which one depends on how much happens between reading and writing.',
   'Say what each costs when many wait.'),
  ('backend-engineer', 'q3', 'Databases', 'medium',
   'A query that was fast is slow since yesterday. What do you look at, in which order?',
   'What changed: data volume, plan, locks, load. explain (analyze, buffers) of the real query, compared with the statistics; then indexes, then '
   'waiting sessions. I measure before I change anything.',
   'Begin with evidence, not with a fix.'),
  ('backend-engineer', 'q4', 'Architecture', 'hard',
   'You must send an e-mail whenever an order is stored: none may be forgotten, and none sent twice. How?',
   'An outbox row in the same transaction as the order; a worker sends it and marks it, with the message id as the provider''s idempotency key. '
   'Exactly once does not exist over a network: at least once, with repeats that do nothing.',
   'Say what happens when the worker dies after sending.'),
  ('backend-engineer', 'q5', 'Operations', 'medium',
   'How do you change a column''s type in a table that is used all day?',
   'Add a new column, write both, backfill in small batches, switch the reads, drop the old one: each step is deployed by itself and can be taken back.',
   'Mention locks and how long they are held.'),
  ('backend-engineer', 'q6', 'Behavioural', 'medium',
   'Tell me about an outage that you caused. What did you do in the first ten minutes?',
   '[What broke, how you noticed.] I told the others first, took the change back before I understood it, and looked for the cause once users were '
   'fine. [What you changed afterwards so that it cannot happen again.]',
   'Own it; end with what is different now.'),
  ('backend-engineer', 'q7', 'APIs', 'medium',
   'How do you change a public API without breaking its clients?',
   'Additive changes only within a version; a new version beside the old one for the rest, usage measured per client, dates announced, and the old one '
   'switched off in steps.',
   'Say how you know who still calls the old version.'),
  ('backend-engineer', 'q8', 'Reliability', 'medium',
   'A service you depend on becomes slow. What happens to yours, and what do you do about it?',
   'Without limits its slowness uses up my threads and connections. A short timeout, a limit on concurrent calls, a circuit breaker, and an answer '
   'without it: stale data, or "pending".',
   'Name what users see meanwhile.'),
  ('backend-engineer', 'q9', 'Testing', 'medium',
   'How do you test code that talks to a database?',
   'Against the same database and version, with data of its own per test, in a transaction or a fresh schema. Rules without a database are tested '
   'without one.',
   'Say what a mock of the driver would not find.'),
  ('backend-engineer', 'q10', 'Security', 'medium',
   'How do you make sure that a customer sees only their own data?',
   'Each query filters by the owner, enforced in one place or by the database itself (row level security), and a test tries every endpoint as somebody '
   'else.',
   'Ids that cannot be guessed are no check.'),
  ('frontend-engineer', 'q1', 'Browser', 'easy',
   'What happens between entering a URL and seeing the page?',
   'Name resolution, connection and TLS, the request, the HTML parsed as it arrives, styles and scripts that block it, layout, paint, and then '
   'what scripts add. I go as deep as the interviewer wants at any step.',
   'Offer depth where you are strong.'),
  ('frontend-engineer', 'q2', 'State', 'medium',
   'Where does state belong: component, store, URL or server?',
   'As close to its only user as possible; in the URL if a link should restore it; on the server if another device should see it. A global '
   'store holds what is left, which is little.',
   'Give an example of state in the wrong place.'),
  ('frontend-engineer', 'q3', 'Performance', 'medium',
   'A list of 10,000 rows stutters while scrolling. What do you do?',
   'Profile first: layout, script or paint. Usually: render only what is visible, keep row heights known, avoid work per scroll event, and give '
   'rows stable keys.',
   'Say how you would prove that it is better.'),
  ('frontend-engineer', 'q4', 'Accessibility', 'medium',
   'You build a dialog by hand. What must it do for keyboard and screen reader?',
   'Move the focus in and back, keep it inside, close on Escape, have a role, a name and a description, and hide the page behind it. Better: the '
   'dialog element, which does most of that.',
   'Prefer what the platform gives.'),
  ('frontend-engineer', 'q5', 'Data', 'hard',
   'A form saves by itself, and the network is unreliable. How do you make sure that no text is lost?',
   'Keep what was typed locally until the server has confirmed it, send only changes with a version, retry with the same id, and on a conflict '
   'show both texts. The display says what is saved and what is not.',
   'Name the moment at which text could be lost.'),
  ('frontend-engineer', 'q6', 'Behavioural', 'easy',
   'Tell me about a disagreement with a designer, and how it ended.',
   '[What each of you wanted and why.] I asked what the design should achieve, built the cheapest version of both, and we let users decide. [What '
   'came out, what you learned.]',
   'Show respect for the other''s reasons.'),
  ('frontend-engineer', 'q7', 'Testing', 'medium',
   'What do you test in a front end, and at which level?',
   'Rules as plain functions, components by what users see and do, and a few journeys in a real browser. No snapshots of markup that nobody reads.',
   'Give an example of a test that found something.'),
  ('frontend-engineer', 'q8', 'Security', 'medium',
   'How does cross-site scripting happen, and how do you prevent it?',
   'Text from outside is put into the page as markup or code. The framework escapes it; I avoid the ways around that, and a strict content security '
   'policy limits what is left.',
   'Name one way around the escaping.'),
  ('frontend-engineer', 'q9', 'TypeScript', 'medium',
   'What does TypeScript give you, and what not?',
   'It finds disagreements inside the code before it runs, and documents it. It checks nothing at run time, so data from outside need a schema at the '
   'border.',
   'Mention where you use any, and why.'),
  ('frontend-engineer', 'q10', 'Performance', 'hard',
   'The page is fast on your machine and slow for users. How do you find out why?',
   'Field data first: which pages, devices and metrics, at the 75th percentile. Then a trace with the same device speed and network; the largest part '
   'of the time comes first.',
   'Averages hide it: say percentile.'),
  ('data-engineer', 'q1', 'Modelling', 'easy',
   'What is the grain of a fact table, and what goes wrong without one?',
   'What exactly one row stands for. Without it measures are added up twice as soon as somebody joins. I write the sentence down before I write the table.',
   'Give the sentence for a table you know.'),
  ('data-engineer', 'q2', 'Pipelines', 'medium',
   'How do you make a daily load safe to run twice?',
   'It replaces a whole partition, or merges by a key, in one transaction; inputs are versioned, so that the second run reads the same. Then a '
   'retry is the repair, not the problem.',
   'Name the case of late data.'),
  ('data-engineer', 'q3', 'SQL', 'medium',
   'Find each customer''s latest order, without a subquery per customer.',
   'row_number() over (partition by customer_id order by created_at desc) = 1, or distinct on in PostgreSQL, with an index in that order. I would '
   'compare the plans.',
   'Mention ties.'),
  ('data-engineer', 'q4', 'Quality', 'medium',
   'A dashboard shows a number that nobody believes. How do you find the truth?',
   'Follow it back row by row to the source with one concrete example; compare counts and sums at each step; then write the check that would have '
   'told us earlier.',
   'One example beats ten theories.'),
  ('data-engineer', 'q5', 'Streaming', 'hard',
   'Events arrive late and out of order. When is an hour closed?',
   'By event time with a watermark: close it when events older than it have become rare, publish, and correct later under the same key. How late '
   'is late enough is a question of the business.',
   'Say what waiting longer costs, and whom.'),
  ('data-engineer', 'q6', 'Behavioural', 'medium',
   'Tell me about a number you published that was wrong.',
   '[The number and who used it.] I said so before anybody asked, told everyone who had it, and corrected it with the reason. [The check you added.]',
   'Speed of telling matters more than the mistake.'),
  ('data-engineer', 'q7', 'Modelling', 'medium',
   'How do you store a dimension that changes, such as a customers address?',
   'A row per version with valid_from and valid_to and a key of its own; facts refer to the version of their time. Overwriting only where the past '
   'does not matter.',
   'Say how a report of last year stays the same.'),
  ('data-engineer', 'q8', 'Quality', 'medium',
   'Which checks run before a table may be used?',
   'Volume, freshness, unique keys, nulls, valid values and references; a failed check stops the publication and names an owner.',
   'One that you added after a failure is worth more than a list.'),
  ('data-engineer', 'q9', 'Pipelines', 'hard',
   'How do you fix two years of wrong data without stopping anything?',
   'Recompute day by day into a copy, compare with the old one, explain the differences, and swap partition by partition; the daily load goes on with '
   'the new logic.',
   'Say how you tell the readers.'),
  ('data-engineer', 'q10', 'Statistics', 'medium',
   'A test ends with p = 0.04. What do you tell the product manager?',
   'How large the effect and its interval are, and whether the test ended as planned. Without any effect 4 % of such tests would look like this; it is '
   'not the probability that it works.',
   'Effect before significance.'),
  ('devops-engineer', 'q1', 'Reliability', 'easy',
   'What is an error budget good for?',
   'It turns reliability into a number that both sides agreed on: while it lasts we ship, when it is spent we repair. It turns the '
   'argument between speed and stability into arithmetic.',
   'Give a number and what it allows a month.'),
  ('devops-engineer', 'q2', 'Incidents', 'medium',
   'You are paged: errors up to 20 %. What are your first five minutes?',
   'See who is affected, tell people that I am on it, look at what changed, take the latest change back if the times fit, and only then search. '
   'One person leads, another one writes.',
   'Mitigate first, explain later.'),
  ('devops-engineer', 'q3', 'Deployments', 'medium',
   'Compare rolling, blue-green and canary deployments.',
   'Rolling replaces little by little; blue-green switches all at once and back; canary shows the new one to few and watches. All need a database '
   'that both versions understand.',
   'The database is the hard part: say so.'),
  ('devops-engineer', 'q4', 'Security', 'medium',
   'How do secrets reach a process, and how do you rotate them?',
   'From a secret store by the identity of the workload, not from the image or the repository. For rotation two are valid for a while: add the new '
   'one, move everything over, remove the old one.',
   'Rotation without downtime is the test.'),
  ('devops-engineer', 'q5', 'Capacity', 'hard',
   'Latency is fine at 60 % load and terrible at 80 %. Why?',
   'Queues: waiting time grows with the inverse of what is free, and bursts make it worse. I look for the one saturated resource, and shed or '
   'limit load before the knee.',
   'Draw the curve.'),
  ('devops-engineer', 'q6', 'Behavioural', 'medium',
   'Tell me about toil that you got rid of.',
   '[What was done by hand, how often, how long.] I measured it for a week, automated the worst part first, and kept a switch for doing it by '
   'hand. [Hours saved.]',
   'Numbers before and after.'),
  ('devops-engineer', 'q7', 'Infrastructure', 'medium',
   'How do you review a change to infrastructure?',
   'By its plan: what is destroyed or replaced, in which account, what becomes public, what it costs, and how to go back. Changes that nobody meant '
   'are drift.',
   'Name the one line you always look for.'),
  ('devops-engineer', 'q8', 'Networking', 'medium',
   'A service cannot reach another one. How do you find the fault?',
   'Layer by layer: name, route, port, TLS, HTTP, with one command each. A hang points at dropped packets, a refusal at a host without a listener.',
   'Walk through real commands.'),
  ('devops-engineer', 'q9', 'Observability', 'medium',
   'What do you want to see of a new service on its first day?',
   'Rate, errors and duration per endpoint as percentiles, saturation of what it depends on, logs with a trace id, and one alert that follows from a '
   'promise to users.',
   'Say what should not wake anybody.'),
  ('devops-engineer', 'q10', 'Reliability', 'hard',
   'How do you prepare for the loss of a region?',
   'Replicated data with a known lag, capacity and quotas there, images, secrets and configuration in reach, a switch of traffic that does not depend '
   'on the lost region, and a drill twice a year.',
   'What was never practised does not work.'),
  ('database-administrator', 'q1', 'Backups', 'easy',
   'How do you know that your backups work?',
   'By restoring them, on a schedule, on another machine, with a check of the content and a measured time. A backup that was never restored is a hope.',
   'Name recovery point and recovery time.'),
  ('database-administrator', 'q2', 'Concurrency', 'medium',
   'What is MVCC, and what does it cost?',
   'Each transaction sees a snapshot; writers make new row versions, so readers do not block. The cost is dead rows, which vacuum removes, and '
   'long transactions that keep it from doing so.',
   'Connect it with bloat.'),
  ('database-administrator', 'q3', 'Indexes', 'medium',
   'When does an index make things worse?',
   'Each write has to maintain it, it takes memory from others, and a wrong one can win over a better plan. For a large part of a table reading '
   'all of it is faster.',
   'Mention unused indexes and how you find them.'),
  ('database-administrator', 'q4', 'Replication', 'hard',
   'A replica is ten minutes behind. What can the reasons be?',
   'A long query on the replica that conflicts with replay, a burst of writes, a slow disk or network, or replay by a single process that is busy. '
   'pg_stat_replication tells written, flushed and replayed apart.',
   'Say what you would tell the users meanwhile.'),
  ('database-administrator', 'q5', 'Security', 'medium',
   'An application needs access to three tables. How do you give it?',
   'A role of its own with exactly those grants, row level security where rows belong to people, a connection limit and a statement timeout; never '
   'the owner of the tables.',
   'Least privilege, and how you test it.'),
  ('database-administrator', 'q6', 'Behavioural', 'hard',
   'Tell me about a migration that went wrong.',
   '[What was migrated and what broke.] I stopped it at the point we had agreed on beforehand, went back, and repeated it on a copy of the data '
   'until it was boring. [What you do differently.]',
   'The plan to go back is the story.'),
  ('database-administrator', 'q7', 'Performance', 'medium',
   'A query is slow. What do you read in its plan?',
   'Where estimated and real rows differ first, what is read and thrown away, what spills to disk, and how often inner sides run; then statistics, '
   'indexes, the query.',
   'Bring a plan that surprised you.'),
  ('database-administrator', 'q8', 'Migrations', 'hard',
   'How do you add a NOT NULL column or constraint to a large table in use?',
   'A constant default is instant in todays PostgreSQL. For an existing column: backfill in batches, a check not valid, validate it, then set not '
   'null; with a lock timeout and a retry.',
   'Name the lock that each step takes.'),
  ('database-administrator', 'q9', 'Replication', 'medium',
   'When is a replica no backup?',
   'When it copies the mistake: a wrong delete arrives in a second. So an archive of the log and restores to a point in time, tested, beside it.',
   'Say how far back you can go.'),
  ('database-administrator', 'q10', 'Operations', 'medium',
   'Connections run out. What do you look at, and what do you change?',
   'Who holds them and in which state; idle in transaction is the usual one. A pooler in transaction mode, limits per role, timeouts; more connections '
   'only after that.',
   'More connections often make it slower.'),
  ('engineering-manager', 'q1', 'People', 'medium',
   'Tell me about somebody on your team who did not perform, and what you did.',
   '[The situation, without a name.] I said early and concretely what I saw, asked what was behind it, agreed on goals with dates, and helped '
   'weekly. [How it ended, also if they left.]',
   'Fairness and clarity, in that order.'),
  ('engineering-manager', 'q2', 'Delivery', 'medium',
   'A date cannot be kept. When and how do you say so?',
   'As soon as I expect it, not when I am certain: with what we know, the options (less, later, otherwise) and my recommendation. [An example.]',
   'No surprises.'),
  ('engineering-manager', 'q3', 'Conflict', 'medium',
   'Two of your best engineers disagree on an architecture. What do you do?',
   'I have each write down the other''s position until the other agrees with it, name the criteria and who decides by when, and stand behind the '
   'decision. [An example.]',
   'Show that you decided, and how.'),
  ('engineering-manager', 'q4', 'Hiring', 'easy',
   'How do you know after an interview whether to hire?',
   'Everybody writes down evidence before anybody speaks, against criteria that we fixed before. I ask what we would regret, in both directions.',
   'Bias is a process question.'),
  ('engineering-manager', 'q5', 'Growth', 'medium',
   'Tell me about somebody who grew because of you.',
   '[Where they were.] I gave away a task that I liked doing, stayed reachable, and made their success visible to others. [Where they are now.]',
   'It is their story; yours is what you made possible.'),
  ('engineering-manager', 'q6', 'Strategy', 'hard',
   'How do you balance features and technical debt?',
   'I do not call it debt but name its price: hours a week, incidents a month. What costs most is planned like a feature, with a result that can '
   'be measured. [An example.]',
   'Numbers, not images.'),
  ('engineering-manager', 'q7', 'People', 'medium',
   'How do you run a one-to-one?',
   'It belongs to them: their topics first, then feedback in both directions, then what each of us does until next time. I cancel other things before '
   'it.',
   'Give an example of something you learned there.'),
  ('engineering-manager', 'q8', 'Delivery', 'medium',
   'A team misses its dates again and again. What do you do?',
   'I look at where work waits, not at who is slow: unclear goals, too much at once, hand-overs. Less at a time, smaller pieces, and one change after '
   'another with its effect measured.',
   'Show the numbers before and after.'),
  ('engineering-manager', 'q9', 'Diversity', 'medium',
   'How do you make sure that quiet people are heard?',
   'Written input before a meeting, turns instead of volume, and asking them in advance. I watch who is interrupted and whose ideas come back under '
   'another name.',
   'Name a change that you made.'),
  ('engineering-manager', 'q10', 'Crisis', 'hard',
   'How do you tell a team that its project is stopped?',
   'Soon, in person, with the real reason and what it means for each of them; what was learned is kept, and the next task is known. No praise as a '
   'consolation, and time for anger.',
   'Say what you would do differently.');

-- The stories of a role: [square brackets] mark what only the candidate can fill in.
create temporary table seed_prep_stories (template text, id text, title text, situation text, task text, action text, result text);
insert into seed_prep_stories (template, id, title, situation, task, action, result) values
  ('backend-engineer', 's1', 'An outage I ended',
   '[A service that was down or losing data, since when, and for whom.]',
   '[What was yours: on call, owner of the service, the one who knew that part.]',
   'I took the last change back first, because [the times fitted]; then I found the cause by [trace, log, query plan] and fixed it with [lock, index, '
   'idempotency key].',
   '[Minutes of outage, what was lost or saved, and the test or alert that catches it today.]'),
  ('backend-engineer', 's2', 'A service I made faster',
   '[An endpoint or job that was too slow, with its number, and who was hurt by it.]',
   '[The goal, as a percentile, and what you were free to change.]',
   'I measured before changing anything: [trace, explain analyze]. The largest part was [N+1, missing index, lock]. I changed one thing at a time and '
   '[what you decided not to do].',
   '[p95 before and after, cost saved, and how it is kept from getting slow again.]'),
  ('backend-engineer', 's3', 'A migration nobody noticed',
   '[Data or an interface that had to change while it was in use.]',
   '[No downtime, no lost writes, and a way back.]',
   'I [added the new beside the old, wrote both, backfilled, compared, switched reads], in steps of which each could be taken back.',
   '[Rows or clients moved, errors seen, how long it took, what you would do earlier.]'),
  ('frontend-engineer', 's1', 'A page I made fast',
   '[A page with its LCP or INP on real devices, and why it mattered.]',
   '[The target and your part in it.]',
   'I split the time by [field data, trace] and worked on the largest part first: [image, blocking script, too many rows].',
   '[The 75th percentile before and after, and the budget in CI.]'),
  ('frontend-engineer', 's2', 'A barrier I removed',
   '[Something that people with a keyboard or a screen reader could not do, and how you learned of it.]',
   '[What you were responsible for.]',
   'I tried it myself [without a mouse, with a screen reader], used [the native element, focus management, labels], and tested it with [a user, axe].',
   '[What works now, who confirmed it, and what became a habit of the team.]'),
  ('frontend-engineer', 's3', 'A design I changed by listening',
   '[A disagreement with design or product, and both reasons.]',
   '[What had to be decided, by when.]',
   'I asked what it should achieve, built the cheapest version of both, and [watched five users, measured].',
   '[Which one it became, in numbers, and what you learned about the other view.]'),
  ('data-engineer', 's1', 'A number I corrected',
   '[A published figure that was wrong, and who used it.]',
   '[Why it was yours to find and to tell.]',
   'I told its readers first, followed it stage by stage to the first difference, and fixed [join, time zone, late data] with a repeatable load.',
   '[Size of the error, days corrected, and the check that would find it now.]'),
  ('data-engineer', 's2', 'A pipeline that heals itself',
   '[A load that failed often, with hours of repair a week.]',
   '[What you owned and what you could not change.]',
   'I made each day replaceable as a whole, [idempotent merge, watermark], and moved checks before the publication.',
   '[Failures and hours before and after.]'),
  ('data-engineer', 's3', 'A model people trust',
   '[Two teams with two definitions of one measure.]',
   '[Bring one definition about.]',
   'I wrote the grain and the definition in one sentence, had both teams correct it, and [tests, documentation, one table].',
   '[Reports that agree, questions that stopped.]'),
  ('devops-engineer', 's1', 'An incident I led',
   '[What failed, for how many users, at which hour.]',
   '[Your role: lead, on call, communications.]',
   'I declared it, divided the work, took back [the latest change], and told [support, customers] every [n] minutes what we knew.',
   '[Minutes to recovery, what the review changed, and a proof that it worked.]'),
  ('devops-engineer', 's2', 'Toil I abolished',
   '[A task by hand: how often, how long, how error-prone.]',
   '[Why you, and in which time beside planned work.]',
   'I measured it, automated the worst step first, and kept [a dry run, a way back].',
   '[Hours a week saved, errors before and after.]'),
  ('devops-engineer', 's3', 'A deployment without fear',
   '[Releases that were rare, long or dangerous.]',
   '[The goal: how often, how long, how safe.]',
   'I [built once, tested in parallel, released to 5 % first, rolled back automatically], beginning with the longest step.',
   '[Lead time and failure rate before and after.]'),
  ('database-administrator', 's1', 'A restore that counted',
   '[Data that were lost or damaged, and for whom.]',
   '[The promise: how much may be lost, how long it may take.]',
   'I stopped the damage, restored to [a point in time] beside the original, compared, and brought back only what was missing.',
   '[Minutes lost, time taken, and what the next drill showed.]'),
  ('database-administrator', 's2', 'A query I tamed',
   '[A query or report that slowed everybody down.]',
   '[What you could change: schema, index, statistics, the query.]',
   'The plan showed [rows estimated and real]; I [statistics, index, rewrite], and tried it on a copy first.',
   '[Time and load before and after; what it cost in writes.]'),
  ('database-administrator', 's3', 'A change on a live table',
   '[A large table in use and what had to change.]',
   '[No blocked users, and a way back.]',
   'I split it into steps with short locks, [lock timeout, batches, not valid and validate], rehearsed on a copy.',
   '[Rows, duration, longest wait of a user.]'),
  ('engineering-manager', 's1', 'Somebody who grew',
   '[Where they were, and what they wanted.]',
   '[What you could give: a task, time, an audience.]',
   'I gave away [a task I liked], agreed on how we would know, asked instead of answering, and made the success visible as theirs.',
   '[Where they are now, and what you learned about letting go.]'),
  ('engineering-manager', 's2', 'A hard conversation',
   '[Behaviour or results that hurt the team, with an example.]',
   '[Why it was yours, and why then.]',
   'I prepared observations, spoke in private and early, asked for their view, and agreed on [steps with dates].',
   '[What happened, also if it was not happy, and what you would say differently.]'),
  ('engineering-manager', 's3', 'A team through a change',
   '[A change that many did not want, and its reason.]',
   '[What was decided already, and what was open.]',
   'I said which was which, took up [the concerns that changed the plan], and showed progress every [week].',
   '[What it brought, what and whom it cost, and what you would do earlier.]');

insert into reprise.prep_templates (id, name, mode, skill, sort, document)
select role.id, role.name, role.mode, role.skill, role.sort, jsonb_build_object(
  'questions', (
    select jsonb_object_agg(q.id, jsonb_build_object(
      'question', q.question, 'answer', q.answer, 'category', q.category, 'difficulty', q.difficulty, 'tips', jsonb_build_array(q.tip)
    )) from seed_prep_questions q where q.template = role.id
  ),
  'star_stories', (
    select jsonb_object_agg(s.id, jsonb_build_object(
      'title', s.title, 'situation', s.situation, 'task', s.task, 'action', s.action, 'result', s.result
    )) from seed_prep_stories s where s.template = role.id
  )
)
from (values
  ('backend-engineer', 'Backend engineer', 'job', 'Backend development', 10),
  ('frontend-engineer', 'Frontend engineer', 'job', 'Frontend development', 20),
  ('data-engineer', 'Data engineer', 'job', 'Data engineering', 30),
  ('devops-engineer', 'DevOps and site reliability engineer', 'job', 'Operations', 40),
  ('database-administrator', 'Database administrator', 'job', 'PostgreSQL', 50),
  ('engineering-manager', 'Engineering manager: behavioural interview', 'general', 'Leadership', 60)
) as role(id, name, mode, skill, sort)
on conflict do nothing;

drop table seed_prep_questions;
drop table seed_prep_stories;


-- 6. Interview "Backend conversation" (public): a conversation instead of questions -----------------------

insert into reprise.interviews (id, organization_id, title, description, is_public, status, grace_seconds,
                               resume_window_minutes, start_over_allowed, attempts_allowed, results_visible_to_candidate, mode) values
  ('44444444-4444-4444-8444-444444444444', 'e0000000-0000-4000-8000-000000000001', 'Backend conversation',
   'A talk about a service you have built. No clock; you can come back for two days.',
   true, 'published', 0, 2880, true, null, true, 'conversation')
on conflict do nothing;

-- For the interviewer. Candidates hear what is on the agenda; the instructions stay secret.
insert into reprise.interview_instructions (interview_id, instructions, agenda) values
  ('44444444-4444-4444-8444-444444444444',
   'We care more about reasons than about the names of tools. Go into failures and data loss in depth. End after about ten questions.',
   array[
     'One backend service that the candidate built or changed, and their own part in it',
     'How data was kept safe',
     'What happened when something failed',
     '"What would you have to change if it had to take a hundred times the load?"'
   ])
on conflict do nothing;

-- For the assessment. Candidates read the titles with their results; the descriptions stay with the organization.
insert into reprise.interview_criteria (interview_id, criteria) values
  ('44444444-4444-4444-8444-444444444444', '[
    {"id": "part", "title": "Own part", "points": 10,
      "description": "What the candidate decided and did, told apart from what others did."},
    {"id": "safety", "title": "Keeping data safe", "points": 15,
      "description": "Names a way in which data could be lost, and what prevents it: transactions, idempotency, backups that were restored."},
    {"id": "failure", "title": "When something fails", "points": 15,
      "description": "One real failure: how it was noticed, its cause, and what changed afterwards."}
  ]')
on conflict do nothing;
