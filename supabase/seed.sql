-- Demo data: three users, two organizations, four interviews and a public question bank.
-- Running it again changes nothing: ids are fixed, and every insert uses "on conflict do nothing".
-- The demo users share a published password (reprise-demo): do not load this file into a project with real users.
--
--   1  demo users and organizations
--   2  interview "Full Stack Developer" (public), with its keys
--   3  interview "Backend Engineer (invited)"
--   4  interview "Platform Engineer" of the other organization
--   5  public question bank: frontend, backend, data, devops, behavioural
--   6  templates of prep sessions
--   7  interview "Backend conversation" (public): a conversation instead of questions


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
   'Six questions from the browser to the database, twelve minutes in all. You see one question at a time.',
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
   null, 15, 90),
  ('a1000000-0000-4000-8000-000000000003', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'databases', 'medium', 'short_answer',
   $$An endpoint loads 50 orders with one query and then runs one more query per order to load its customer.
What is this problem called, why is it slow, and which two changes would remove it?$$,
   null, 15, 90),
  ('a1000000-0000-4000-8000-000000000004', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'javascript', 'medium', 'code',
   $$Write `debounce(fn, wait)` in JavaScript, without a library.
It returns a function that calls `fn` once, `wait` milliseconds after the last call of a burst.
`fn` receives the arguments and the `this` of that last call.
The returned function has a method `cancel()` that drops a pending call.$$,
   null, 30, 300),
  ('a1000000-0000-4000-8000-000000000005', 'e0000000-0000-4000-8000-000000000001', 'full_stack', 'performance', 'medium', 'open',
   $$The order history page takes 8 seconds for one customer with 200,000 orders and is fast for everybody else.
In a few sentences: how do you find the cause, which changes do you expect to make, and how do you know that they worked?$$,
   null, 20, 120),
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
   '[{"keyword": "identity", "synonyms": ["who you are", "who the user is", "who they are", "who someone is", "who is calling"]},
     {"keyword": "permission", "synonyms": ["permissions", "permitted", "allowed", "access rights", "privileges"]},
     {"keyword": "401", "synonyms": ["unauthorized"]},
     {"keyword": "403", "synonyms": ["forbidden"]}]',
   $$Authentication establishes the identity of the caller. Authorization decides whether that identity has permission for the action.
Failed or missing authentication is 401 Unauthorized; failed authorization is 403 Forbidden
(or 404 where even the existence of the resource is private).$$,
   '[]'),
  ('a1000000-0000-4000-8000-000000000003', null,
   '[{"keyword": "N+1", "synonyms": ["N + 1", "n plus one", "n plus 1"]},
     {"keyword": "round trip", "synonyms": ["round trips", "round-trip", "round-trips", "roundtrip", "roundtrips", "latency", "overhead"]},
     {"keyword": "join", "synonyms": ["joins", "joined", "joining", "left join", "inner join"]},
     {"keyword": "batch", "synonyms": ["batched", "batching", "eager loading", "eager load", "eagerly", "preload", "prefetch",
                                       "dataloader", "data loader", "where in", "in clause", "in list"]}]',
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
   null, 15, 120),
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
Design an alternative: the API calls, where the work happens, what is stored, and what happens when a worker dies half-way.$$,
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
and visible. Queue age and failures are monitored.$$,
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
   null, 10, 90),
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


-- 5. Public question bank ---------------------------------------------------------------------------
-- Written in a short form, which the end of the file converts to questions and keys:
--   options   in order, lettered a, b, c, d
--   keywords  'keyword|synonym|synonym'
--   criteria  'id|points|text'

create temporary table seed_questions (
  id uuid primary key,
  interview_type text not null,
  domain text not null,
  difficulty text not null,
  kind text not null,
  points integer not null,
  time_limit_seconds integer not null,
  prompt text not null,
  options text[],
  correct_option text,
  keywords text[],
  criteria text[],
  sample_solution text
);

-- frontend: javascript, react, web_platform ----------------------------------------------------------

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, options, correct_option) values
  ('b1000000-0000-4000-8000-000000000001', 'frontend', 'javascript', 'easy', 'mcq', 5, 45,
   $$After `const doubled = [1, 2, 3].map((n) => { n * 2 })`, what does `doubled` hold?$$,
   array['`[2, 4, 6]`, because an arrow function returns the value of its last expression',
         '`[1, 2, 3]`, because `map` leaves the elements as they are',
         '`[undefined, undefined, undefined]`, because a body in braces needs `return`',
         'Nothing: the line throws a SyntaxError'], 'c'),
  ('b1000000-0000-4000-8000-000000000002', 'frontend', 'javascript', 'easy', 'mcq', 5, 45,
   $$An optional setting may be missing (`undefined` or `null`), and `0` and `''` are valid values.
Which expression gives the setting, or 10 when it is missing?$$,
   array['`value ?? 10`',
         '`value || 10`',
         '`value && 10`',
         '`value ? value : 10`'], 'a'),
  ('b1000000-0000-4000-8000-000000000003', 'frontend', 'javascript', 'medium', 'mcq', 10, 60,
   $$Files must be uploaded one after another: each upload starts only after the previous one has finished.
`upload(file)` returns a promise. Which line does that inside an async function?$$,
   array['`await Promise.all(files.map((file) => upload(file)))`',
         '`files.forEach(async (file) => { await upload(file); })`',
         '`await files.map(async (file) => { await upload(file); })`',
         '`for (const file of files) await upload(file)`'], 'd'),
  ('b1000000-0000-4000-8000-000000000004', 'frontend', 'javascript', 'hard', 'mcq', 10, 75,
   $$A search box sends a request for every change and shows each result when it arrives.
Sometimes the final list belongs to an earlier input than the one on screen.
Which change guarantees that the list always ends up showing the result for the latest input?$$,
   array['Wait 300 ms after the last key press before sending a request',
         'Abort the previous request with an AbortController before sending the next one',
         'Keep results in a cache with the input as key, so that repeated inputs are instant',
         'Pass all pending requests to `Promise.race` and show the winner'], 'b'),
  ('b1000000-0000-4000-8000-000000000005', 'frontend', 'javascript', 'hard', 'mcq', 10, 75,
   $$A single-page app grows by 20 MB each time a chart view is opened and closed.
The view's constructor runs `window.addEventListener('resize', () => this.redraw())`. Why is its memory not released?$$,
   array['The listener keeps the view reachable from `window`; it has to be removed when the view closes',
         'Arrow functions are bound to the page and never collected; a `function` expression would be released',
         'The browser caches detached elements until the page is reloaded',
         'Resize events queue up faster than they are handled; the handler has to be debounced'], 'a'),
  ('b1000000-0000-4000-8000-000000000006', 'frontend', 'react', 'easy', 'mcq', 5, 60,
   $$A list of rows with text inputs uses the array index as `key`.
After the first row is deleted, the typed texts appear in the wrong rows. What is the right fix?$$,
   array['Use `Math.random()` as key, so that every row is unique',
         'Use the current text of each row as its key',
         'Wrap the row component in `React.memo`',
         'Use an id that belongs to the data of each row as its key'], 'd'),
  ('b1000000-0000-4000-8000-000000000007', 'frontend', 'react', 'easy', 'mcq', 5, 60,
   $$`count` is 0, and a click handler runs `setCount(count + 1); setCount(count + 1);`.
What is shown after one click, and why?$$,
   array['2, because both updates are queued and then applied one after the other',
         '1, because both calls use the value 0 that `count` has in this render',
         '0, because React ignores the second update and reverts the first',
         '1 at first and 2 after the next frame, because updates are batched'], 'b'),
  ('b1000000-0000-4000-8000-000000000008', 'frontend', 'react', 'medium', 'mcq', 10, 60,
   $$An effect opens a WebSocket for `roomId`, has the dependency list `[roomId]`, and returns a function that closes the socket.
When does React call that returned function?$$,
   array['Only once, when the component is removed from the page',
         'After every render of the component, whatever has changed',
         'Before the effect runs for another `roomId`, and on removal',
         'When the socket is closed by the server'], 'c'),
  ('b1000000-0000-4000-8000-000000000009', 'frontend', 'react', 'hard', 'mcq', 10, 75,
   $$A provider renders `<SessionContext.Provider value={{ user, logout }}>`; `user` and `logout` keep their identity between renders.
All consumers re-render whenever the provider's parent does. Which change stops the needless re-renders?
The React Compiler is not in use.$$,
   array['Wrap every consumer in `React.memo`',
         'Build the value with `useMemo`, with `user` and `logout` as dependencies',
         'Move the provider down, into each of the components that consume the context',
         'Copy the context value into local state in each consumer'], 'b'),
  ('b1000000-0000-4000-8000-000000000010', 'frontend', 'web_platform', 'easy', 'mcq', 5, 45,
   $$A control opens a dialog. Which markup works with keyboard and screen reader without any further code for focus or keys?$$,
   array['`<div class="button" onclick="openDialog()">Filter</div>`',
         '`<span role="button" onclick="openDialog()">Filter</span>`',
         '`<button type="button" onclick="openDialog()">Filter</button>`',
         '`<a onclick="openDialog()">Filter</a>`'], 'c'),
  ('b1000000-0000-4000-8000-000000000011', 'frontend', 'web_platform', 'easy', 'mcq', 5, 60,
   $$Cards should be at least 240 px wide, fill the width of the page, and wrap to as many columns as fit.
Which declaration on the `display: grid` container does that without media queries?$$,
   array['`grid-template-columns: repeat(auto-fill, minmax(240px, 1fr))`',
         '`grid-template-columns: repeat(3, 240px)`',
         '`grid-auto-flow: column; grid-auto-columns: minmax(240px, 1fr)`',
         '`grid-template-columns: 240px auto`'], 'a'),
  ('b1000000-0000-4000-8000-000000000012', 'frontend', 'web_platform', 'medium', 'mcq', 10, 60,
   $$A session cookie should be unreadable for scripts, never travel over plain HTTP,
and not be sent with form posts or embedded requests from other sites. Which attributes does it need?$$,
   array['`Secure; Path=/; Max-Age=3600`',
         '`HttpOnly; Domain=.example.com; SameSite=None`',
         '`Secure; SameSite=None; Partitioned`',
         '`HttpOnly; Secure; SameSite=Lax`'], 'd'),
  ('b1000000-0000-4000-8000-000000000013', 'frontend', 'web_platform', 'medium', 'mcq', 10, 60,
   $$A page on https://app.example calls https://api.example with an `Authorization` header.
The browser reports a failed CORS preflight; the same call works with curl. Where is the fix?$$,
   array['In the page: call `fetch` with `mode: "no-cors"`',
         'In the page: send `Origin` and `Access-Control-Allow-Origin` headers along with the request',
         'In the API: answer OPTIONS, allowing this origin and the `Authorization` header',
         'In the page''s Content-Security-Policy: add the API to `connect-src`'], 'c'),
  ('b1000000-0000-4000-8000-000000000014', 'frontend', 'web_platform', 'hard', 'mcq', 10, 75,
   $$A page needs one inline bootstrap script of its own. A content security policy should let this script run
and block inline scripts that an attacker manages to inject. Which policy does that?$$,
   array['`script-src ''self'' ''unsafe-inline''`',
         '`script-src ''nonce-…''`, with a random nonce made anew for each response',
         '`script-src https:`, with all pages served over HTTPS',
         '`script-src ''self''`, with the inline script marked as `type="module"`'], 'b');

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, keywords, sample_solution) values
  ('b1000000-0000-4000-8000-000000000015', 'frontend', 'javascript', 'easy', 'short_answer', 10, 90,
   $$How do `let` and `const` differ from `var` in where the variable is visible, and what exactly does `const` forbid?$$,
   array['block|block-scoped|block scope|block scoped|blocks|braces',
         'function|function-scoped|function scope|functions',
         'reassign|reassigned|reassigning|reassignment|reassignments|rebind|rebinding|assigned again|new value',
         'mutate|mutated|mutation|mutable|properties|contents|modified|modify|changed'],
   $$`let` and `const` are visible in the enclosing block, `var` in the whole enclosing function.
`const` forbids reassignment of the variable; an object it refers to can still be mutated, for example by setting properties.$$),
  ('b1000000-0000-4000-8000-000000000016', 'frontend', 'javascript', 'medium', 'short_answer', 10, 120,
   $$A script calls `setTimeout(f, 0)` and then `Promise.resolve().then(g)`.
Which of `f` and `g` runs first, when does it run in relation to the rest of the script, and why? Name the queues involved.$$,
   array['microtask|microtasks|microtask queue|micro-task|micro task|job queue',
         'task queue|macrotask|macrotasks|macro task|timer queue|callback queue|task|tasks',
         'synchronous|synchronously|call stack|current script|script has finished|script finishes|stack is empty',
         'event loop|emptied|empties|drained|drains|exhausted|all microtasks|until empty|before the next'],
   $$First the rest of the script runs to its end, because it is synchronous. Then g runs: promise callbacks wait in the microtask queue,
which is emptied completely before the event loop takes the next entry of the task queue, where the timer callback f waits.$$),
  ('b1000000-0000-4000-8000-000000000017', 'frontend', 'react', 'easy', 'short_answer', 10, 90,
   $$What is the difference between props and state of a React component? Say who sets each of them and what happens when they change.$$,
   array['parent|caller|passed in|passed down|passed to|from outside',
         'read-only|readonly|read only|immutable|cannot change|must not change|not modify',
         'own|owned|local|internal|itself|inside the component|private',
         're-render|re-renders|rerender|rerenders|re-rendered|rerendered|render|renders|rendered again'],
   $$Props are passed in by the parent and are read-only for the component. State is owned by the component itself and changed through
its setter. A change of either makes React re-render the component.$$),
  ('b1000000-0000-4000-8000-000000000018', 'frontend', 'react', 'medium', 'short_answer', 10, 120,
   $$What is the difference between a controlled and an uncontrolled input in React?
Say where the current value lives in each case and how your code reads it.$$,
   array['state|useState|component state',
         'onChange|change handler|on change|change event',
         'DOM|the element|browser',
         'ref|refs|useRef|FormData|form data'],
   $$A controlled input gets its value from React state and reports each change through onChange, so the state is always current.
An uncontrolled input keeps its value in the DOM (with `defaultValue` as start), and code reads it with a ref or FormData when needed.$$),
  ('b1000000-0000-4000-8000-000000000019', 'frontend', 'web_platform', 'easy', 'short_answer', 10, 90,
   $$When does an image need a descriptive `alt` text, when should `alt` be empty, and who depends on it?$$,
   array['screen reader|screen readers|assistive technology|blind|visually impaired',
         'decorative|decoration|purely visual|ornamental',
         'information|informative|meaning|meaningful|content|function|purpose'],
   $$An image that carries information or is a link needs an `alt` text that says its meaning or purpose.
A purely decorative image gets `alt=""`, so that a screen reader skips it.
Blind people who use screen readers depend on it, and everybody sees it when the image fails to load.$$),
  ('b1000000-0000-4000-8000-000000000020', 'frontend', 'web_platform', 'medium', 'short_answer', 10, 120,
   $$Name the three Core Web Vitals and what each of them tells about a page.$$,
   array['LCP|largest contentful paint',
         'INP|interaction to next paint',
         'CLS|cumulative layout shift',
         'loading|load|loads|loaded|main content|largest element',
         'responsiveness|responsive|responds|response|interactivity|interactions|input delay',
         'stability|stable|shift|shifts|jumps|moves|move|layout'],
   $$LCP, Largest Contentful Paint: loading, how soon the main content is visible.
INP, Interaction to Next Paint: responsiveness, how quickly the page reacts to clicks and keys.
CLS, Cumulative Layout Shift: visual stability, how much content moves unexpectedly.$$);

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, criteria, sample_solution) values
  ('b1000000-0000-4000-8000-000000000021', 'frontend', 'javascript', 'medium', 'code', 20, 480,
   $$Write `async function retry(operation, attempts, delayMs)` in JavaScript.
It calls `operation()`, which returns a promise, at most `attempts` times and resolves with the first success.
It waits `delayMs` after the first failure and twice as long after each further one.
When the last attempt fails, it rejects with that attempt's error, without another wait.$$,
   array['attempts|7|Calls the operation at most the given number of times and stops at the first success',
         'backoff|6|Waits delayMs, then doubles, and does not wait after the last failure',
         'errors|4|Rejects with the error of the last attempt, also when operation throws synchronously',
         'clarity|3|Uses async and await readably, without nested callbacks'],
   $code$async function retry(operation, attempts, delayMs) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs * 2 ** (attempt - 1)));
    }
  }
}$code$),
  ('b1000000-0000-4000-8000-000000000022', 'frontend', 'javascript', 'hard', 'code', 25, 600,
   $$Write `async function mapLimit(items, limit, worker)` in JavaScript.
It calls `worker(item, index)`, which returns a promise, for every item, with never more than `limit` calls running at once,
and starts the next call as soon as one finishes. It resolves with the results in the order of the items.
When a worker rejects, it rejects with that error and starts no further items.$$,
   array['concurrency|9|Never more than limit calls at once, and a free slot is used immediately (no fixed batches)',
         'order|6|Results are in the order of the items; an empty list gives an empty array',
         'failure|6|Rejects with the first error and starts no further items after it',
         'clarity|4|Clear structure, no polling and no leaked promises'],
   $code$async function mapLimit(items, limit, worker) {
  const results = new Array(items.length);
  let next = 0;
  async function run() {
    while (next < items.length) {
      const index = next;
      next += 1;
      try {
        results[index] = await worker(items[index], index);
      } catch (error) {
        next = items.length; // nobody starts another item
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, run));
  return results;
}$code$),
  ('b1000000-0000-4000-8000-000000000023', 'frontend', 'react', 'medium', 'code', 20, 420,
   $$Write a React hook `useDebouncedValue(value, delayMs)`.
It returns the given value, but follows a change only after the value has stayed the same for `delayMs` milliseconds.
Show in two or three lines how a search field would use it.$$,
   array['timing|8|Follows a change only after delayMs without another change; starts with the first value',
         'cleanup|6|Clears the timer on change and on unmount',
         'dependencies|3|The dependency list is complete',
         'usage|3|The example keeps the input immediate and uses the debounced value for the request'],
   $code$function useDebouncedValue(value, delayMs) {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(() => value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return debounced;
}

// const [text, setText] = useState('');
// const query = useDebouncedValue(text, 300);
// useEffect(() => { search(query); }, [query]);   <input value={text} onChange={(e) => setText(e.target.value)} />$code$),
  ('b1000000-0000-4000-8000-000000000024', 'frontend', 'react', 'hard', 'code', 25, 720,
   $$Write a React hook `useJson(url)` with plain `fetch` that returns `{ status, data, error }`;
`status` is 'loading', 'success' or 'error'.
A new `url` starts a new request. The result of an earlier url must never be shown for a later one, and nothing may be set after unmount.
An HTTP status outside 200-299 is an error.$$,
   array['states|7|Goes through loading to success or error, and back to loading when the url changes',
         'races|8|Aborts or ignores outdated requests, so that a late answer is never shown',
         'errors|6|Treats failed statuses and network failures as errors, but not its own abort',
         'clarity|4|Complete dependency list, cleanup in the effect, readable code'],
   $code$function useJson(url) {
  const [state, setState] = useState({ status: 'loading', data: null, error: null });

  useEffect(() => {
    const controller = new AbortController();
    const set = (next) => {
      if (!controller.signal.aborted) setState(next);
    };
    set({ status: 'loading', data: null, error: null });
    fetch(url, { signal: controller.signal })
      .then((response) => {
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return response.json();
      })
      .then((data) => set({ status: 'success', data, error: null }))
      .catch((error) => set({ status: 'error', data: null, error }));
    return () => controller.abort();
  }, [url]);

  return state;
}$code$),
  ('b1000000-0000-4000-8000-000000000025', 'frontend', 'react', 'hard', 'open', 25, 420,
   $$A table of 5,000 rows with a filter field above it lags by half a second on every key press.
How do you find out where the time goes, which changes do you consider, in which order, and what does each one cost?$$,
   array['diagnosis|7|Profiles first (React Profiler, browser performance panel) in a production build and reads the result',
         'rendering|8|Renders fewer rows: virtualization or paging, with its cost for search in page, height and accessibility',
         'updates|6|Keeps typing responsive: deferred value or transition, memoized rows, state close to where it is used',
         'proof|4|Orders the changes by effect and verifies with a measurement on a slow device'],
   $$Record one key press with the React Profiler and the browser's performance panel, in a production build with CPU throttling.
The usual finding is that all 5,000 rows render again.
First render only the visible rows (virtualization) or page the table: the largest effect, but search in page, variable row heights and
screen readers need care. Then let typing stay urgent and the table follow (`useDeferredValue` or a transition); memoize rows with
stable props, and keep the state of the field out of the component that renders the table. If the filtering itself is slow, prepare the
search text once, move it to a worker or to the server. Measure again after each change.$$),
  ('b1000000-0000-4000-8000-000000000026', 'frontend', 'web_platform', 'hard', 'code', 25, 720,
   $$Write a JavaScript class `Outbox` for answers that must survive a reload while the network is down.
`new Outbox(storage)` takes `localStorage` or an object with the same methods.
`add(item)` stores an item. `flush(send)` calls `await send(item)` for the stored items, oldest first.
An item is removed only after its `send` has resolved; the first failure stops the flush, rejects, and keeps the rest.
Two overlapping calls of `flush` in the same tab must not send an item twice.$$,
   array['durability|8|Items are stored at once, survive a reload, and are removed only after send has resolved',
         'order|5|Oldest first; a failure stops the flush and keeps that item and all later ones',
         'overlap|7|Overlapping flush calls share one run; items added meanwhile are not lost',
         'clarity|5|Small, readable, and works again after a failed flush'],
   $code$class Outbox {
  #storage;
  #running = null;

  constructor(storage) {
    this.#storage = storage;
  }

  add(item) {
    this.#write([...this.#read(), item]);
  }

  flush(send) {
    this.#running ??= this.#drain(send).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain(send) {
    for (let items = this.#read(); items.length > 0; items = this.#read()) {
      await send(items[0]);
      this.#write(this.#read().slice(1)); // read again: add() may have run meanwhile
    }
  }

  #read() {
    return JSON.parse(this.#storage.getItem('outbox') ?? '[]');
  }

  #write(items) {
    this.#storage.setItem('outbox', JSON.stringify(items));
  }
}$code$),
  ('b1000000-0000-4000-8000-000000000027', 'frontend', 'web_platform', 'hard', 'open', 25, 420,
   $$A public product page has a Largest Contentful Paint of 5.2 seconds on mid-range phones; the goal is 2.5 seconds.
Explain how you split up those 5.2 seconds, what you would look at in each part, and which changes you would try first.$$,
   array['breakdown|8|Splits LCP into server response, delay until the resource starts, its download, and rendering',
         'field_data|4|Uses real-user data as well as lab runs on throttled devices',
         'changes|9|Fitting changes: caching or streaming HTML, early discovery and priority of the image, size and format, less blocking CSS and script',
         'verification|4|Verifies at the 75th percentile in the field and guards it with a budget or a check in CI'],
   $$Take real-user data to see which element is the LCP and on which pages, then a throttled lab trace of one of them.
Split the time: server response (caching at the edge, slow queries, redirects); delay until the image request starts (it is lazy-loaded,
found only by script or set in CSS: put it into the HTML, with high fetch priority or a preload); its download (size, modern format,
`srcset`, CDN); and the delay until it is painted (blocking CSS, fonts, long script tasks: inline critical CSS, defer the rest).
Start with the largest part. Verify at the 75th percentile in the field and keep a budget in CI.$$);

-- backend: api_design, databases, distributed_systems ------------------------------------------------

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, options, correct_option) values
  ('b2000000-0000-4000-8000-000000000001', 'backend', 'api_design', 'easy', 'mcq', 5, 45,
   $$POST /customers has created a customer before it answers. Which response follows HTTP conventions?$$,
   array['200 OK with an empty body; the client then asks for the list',
         '201 Created with a Location header for the new customer',
         '202 Accepted with the new customer in the body',
         '204 No Content'], 'b'),
  ('b2000000-0000-4000-8000-000000000002', 'backend', 'api_design', 'easy', 'mcq', 5, 60,
   $$A client gets no response and does not know whether its request arrived.
Which methods does HTTP define so that repeating the same request has the same effect as sending it once?$$,
   array['GET and POST',
         'POST, PUT and PATCH',
         'GET and HEAD only',
         'GET, PUT and DELETE'], 'd'),
  ('b2000000-0000-4000-8000-000000000003', 'backend', 'api_design', 'medium', 'mcq', 10, 60,
   $$A feed lists the newest entries first and is paged with `limit` and `offset`.
While users scroll, new entries arrive, and users see some entries twice. Which change fixes this?$$,
   array['Page by a cursor: entries after the (created_at, id) of the last one shown',
         'Return the total number of entries with each page',
         'Use larger pages, so that fewer entries can arrive between two requests of a user',
         'Cache each page for one minute on the server'], 'a'),
  ('b2000000-0000-4000-8000-000000000004', 'backend', 'api_design', 'medium', 'mcq', 10, 60,
   $$A public JSON API documents that clients must ignore fields they do not know.
Which change to a response can be released without a new version?$$,
   array['Renaming the field `zip` to `postal_code`',
         'Sending `amount` as a string instead of a number, to keep its precision',
         'Adding a field `currency` beside `amount`',
         'Leaving out `phone`, which was documented as always present, when it is empty'], 'c'),
  ('b2000000-0000-4000-8000-000000000005', 'backend', 'api_design', 'hard', 'mcq', 10, 90,
   $$A payment provider delivers webhooks at least once and sometimes out of order. Which handling is correct?$$,
   array['Process each event in the request, and answer 200 only if its timestamp is newer than that of the last event',
         'Answer 200 at once, keep the events in memory, and process them every minute, sorted by their timestamp',
         'Verify and store the event under its unique id, answer 200, then act on the provider''s current state',
         'Check the sender''s IP address, process the event in the request, and answer 500 for an id that was seen before'], 'c'),
  ('b2000000-0000-4000-8000-000000000006', 'backend', 'databases', 'easy', 'mcq', 5, 45,
   $$`select * from orders where customer_id = 42` returns 20 rows but reads all 10 million rows of the table. What do you try first?$$,
   array['An index on `orders(customer_id)`',
         'Partitioning `orders` by month',
         'A materialized view of the orders of each customer',
         'More memory for the database''s buffer cache'], 'a'),
  ('b2000000-0000-4000-8000-000000000007', 'backend', 'databases', 'easy', 'mcq', 5, 45,
   $$Which PostgreSQL column type is right for amounts of money in one currency that must add up exactly?$$,
   array['`real`',
         '`double precision`',
         '`text`',
         '`numeric(12, 2)`'], 'd'),
  ('b2000000-0000-4000-8000-000000000008', 'backend', 'databases', 'medium', 'mcq', 10, 60,
   $$The most frequent query is `where tenant_id = $1 order by created_at desc limit 20`. Which B-tree index serves it best?$$,
   array['`(created_at, tenant_id)`',
         '`(tenant_id, created_at)`',
         '`(tenant_id)` and, separately, `(created_at)`',
         '`(created_at) where tenant_id is not null`'], 'b'),
  ('b2000000-0000-4000-8000-000000000009', 'backend', 'databases', 'hard', 'mcq', 10, 90,
   $$At least one doctor must stay on call. Two doctors go off call at the same moment:
each transaction counts two doctors on call and then updates its own row. Both commit, and nobody is on call.
The isolation level is repeatable read (snapshot isolation). Which change prevents this?$$,
   array['Use read committed, so that each statement sees the latest committed data of others',
         'Add a unique index on the doctor and the shift',
         'Count the doctors a second time at the end of each transaction',
         'Use serializable and retry transactions that fail with a serialization error'], 'd'),
  ('b2000000-0000-4000-8000-000000000010', 'backend', 'databases', 'hard', 'mcq', 10, 90,
   $$An existing nullable column of a busy PostgreSQL table with 200 million rows must become NOT NULL.
Some rows still hold null. Which way keeps the table available for reads and writes?$$,
   array['Lock the table, update all rows in one transaction, and set the column NOT NULL before the commit',
         'Run `alter table … set not null` at once and repeat it until it succeeds',
         'Backfill in small batches, add `check (… is not null) not valid`, validate it, then set NOT NULL',
         'Create a copy of the table with the constraint and swap the names at night'], 'c'),
  ('b2000000-0000-4000-8000-000000000011', 'backend', 'distributed_systems', 'easy', 'mcq', 5, 60,
   $$Service A calls service B in every request and sets no timeout. B stops answering but keeps connections open.
What happens to A?$$,
   array['A answers errors at once, because the connections to B fail',
         'Waiting requests use up A''s threads or connections until A stops serving',
         'Only the requests in flight are lost; the following ones wait in the queue of B',
         'Nothing, as long as A has more instances than B'], 'b'),
  ('b2000000-0000-4000-8000-000000000012', 'backend', 'distributed_systems', 'easy', 'mcq', 5, 60,
   $$Why do clients add random jitter to exponential backoff when they retry?$$,
   array['So that clients which failed together do not come back together',
         'So that no client has to wait longer than any other',
         'So that the server can tell retries from new requests',
         'So that the total time of all retries stays below the server''s own timeout'], 'a'),
  ('b2000000-0000-4000-8000-000000000013', 'backend', 'distributed_systems', 'medium', 'mcq', 10, 75,
   $$A service commits an order to its database and then publishes an event to a message broker.
When it crashes in between, the event is lost. Which pattern closes the gap?$$,
   array['Publish the event first and write the order only after the broker has acknowledged it',
         'Publish with a longer timeout and more retries',
         'Write the event to an outbox table in the same transaction and publish from there',
         'Let consumers ask the service for missing orders once a day'], 'c'),
  ('b2000000-0000-4000-8000-000000000014', 'backend', 'distributed_systems', 'hard', 'mcq', 10, 90,
   $$A worker holds a lock with a 30 second lease and then pauses for 60 seconds.
Meanwhile another worker takes the lock and writes; then the first one wakes up and writes its outdated result.
What reliably prevents the outdated write?$$,
   array['A lease that is much longer than any pause seen so far',
         'Asking the lock service immediately before each write whether the lock is still held',
         'A lock service with five nodes instead of one',
         'A number that grows with each grant; the storage refuses writes with a smaller one'], 'd');

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, keywords, sample_solution) values
  ('b2000000-0000-4000-8000-000000000015', 'backend', 'api_design', 'easy', 'short_answer', 10, 90,
   $$What should an error response of a JSON API contain, so that a program can react, a person can understand it,
and the operator can find the case in the logs? Name at least four parts.$$,
   array['status|status code|HTTP status|4xx|400',
         'error code|error_code|error type|machine-readable|machine readable|type|application code',
         'message|detail|description|human-readable|explanation|title',
         'request id|request_id|correlation id|trace id|trace_id|reference|x-request-id',
         'field|fields|path|parameter|which input|validation errors'],
   $$A fitting HTTP status; a stable error code for programs; a human-readable message that says what to do;
for invalid input the field and what is wrong with it; and a request id that also stands in the logs. No stack trace and no SQL.$$),
  ('b2000000-0000-4000-8000-000000000016', 'backend', 'api_design', 'medium', 'short_answer', 10, 120,
   $$An API behind a load balancer allows each customer 100 requests a minute.
Which status and header does a refused request get, which algorithm would you use, and where must the counter live?$$,
   array['429|too many requests',
         'Retry-After|retry after',
         'token bucket|leaky bucket|sliding window|fixed window|GCRA',
         'shared|Redis|central|common store|database|valkey|memcached|gateway'],
   $$429 Too Many Requests with a Retry-After header. A token bucket allows short bursts and holds the average (a sliding window
also works). The counter must live in a store shared by all instances, such as Redis, because each instance sees only part of the traffic.$$),
  ('b2000000-0000-4000-8000-000000000017', 'backend', 'databases', 'easy', 'short_answer', 10, 90,
   $$A transfer debits one account and credits another, and the server loses power between the two statements.
What does a database transaction guarantee here, which two statements can end it, and what holds after a reported success?$$,
   array['atomic|atomicity|atomically|all or nothing|all-or-nothing|both or neither|neither',
         'commit|commits|committed',
         'rollback|rolled back|roll back|rolls back|undone',
         'durable|durability|survives|survive|permanent|write-ahead log|WAL'],
   $$The transaction is atomic: both changes take effect or neither does. It ends with commit or rollback, and after a crash an
uncommitted one is rolled back. Once the commit has been reported, the change is durable: it survives a crash (write-ahead log).$$),
  ('b2000000-0000-4000-8000-000000000018', 'backend', 'databases', 'medium', 'short_answer', 10, 120,
   $$What is a deadlock between two transactions, how does the database end it,
and what should an application do to make deadlocks rare and harmless?$$,
   array['lock|locks|locked|locking',
         'wait|waits|waiting|wait for each other|cycle',
         'abort|aborts|aborted|cancels|cancelled|canceled|kills|killed|rolls back|rolled back|victim|error',
         'order|same order|consistent order|ordering',
         'retry|retries|retried|try again|repeat'],
   $$Each of the two holds a lock that the other one needs, so they wait for each other. The database detects the cycle and aborts one
of them. Applications take locks in the same order everywhere, keep transactions short, and retry the aborted transaction.$$),
  ('b2000000-0000-4000-8000-000000000019', 'backend', 'distributed_systems', 'easy', 'short_answer', 10, 90,
   $$A message queue promises delivery at least once.
What must a consumer be prepared for, which property should its handling have, and how can it get that property?$$,
   array['duplicate|duplicates|duplicated|twice|more than once|repeated|again',
         'idempotent|idempotency|idempotence|idempotently',
         'id|ids|message id|event id|key|deduplication|deduplicate|dedupe|unique constraint'],
   $$The same message can arrive more than once, so handling must be idempotent: a duplicate has no further effect.
For example, store the message id under a unique constraint in the same transaction as the effect, and skip ids that are already there.$$),
  ('b2000000-0000-4000-8000-000000000020', 'backend', 'distributed_systems', 'medium', 'short_answer', 10, 120,
   $$The network between two data centres is cut, and both hold a replica of the same data.
Between which two properties must the system now choose, and what does a user notice in each case?$$,
   array['consistency|consistent',
         'availability|available',
         'stale|outdated|old|conflict|conflicts|conflicting|diverge|out of date|different',
         'error|errors|refuse|refused|refuses|reject|rejected|rejects|unavailable|timeout|timeouts|fail|fails|wait|blocked|read-only'],
   $$During a partition it must choose between consistency and availability.
With consistency, one side refuses requests: users there get errors or timeouts. With availability, both sides go on answering:
users may read stale data, and conflicting writes have to be merged later.$$);

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, criteria, sample_solution) values
  ('b2000000-0000-4000-8000-000000000021', 'backend', 'api_design', 'hard', 'code', 25, 720,
   $$Write a Python function `create_order(conn, customer_id, idempotency_key, payload)` with psycopg 3 that returns `(status, body)`.
Table: `orders(id bigint generated always as identity, customer_id, idempotency_key, payload_hash text, payload jsonb,
unique (customer_id, idempotency_key))`.
A repeated key with the same payload returns 200 and the first order's id, with another payload 422; a new key creates the order, 201.
Two identical requests at the same moment must create one order.$$,
   array['concurrency|9|Relies on the unique constraint (insert … on conflict), not on a check before the insert',
         'replay|6|The same key and payload return the id of the first order with 200',
         'mismatch|5|The same key with another payload is refused with 422; the hash does not depend on the order of keys',
         'safety|5|Parameters instead of string building, one transaction, keys separated by customer'],
   $code$import hashlib
import json

from psycopg.types.json import Jsonb


def create_order(conn, customer_id, idempotency_key, payload):
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    with conn.transaction():
        created = conn.execute(
            """insert into orders (customer_id, idempotency_key, payload_hash, payload)
               values (%s, %s, %s, %s)
               on conflict (customer_id, idempotency_key) do nothing
               returning id""",
            (customer_id, idempotency_key, digest, Jsonb(payload)),
        ).fetchone()
        if created:
            return 201, {"id": created[0]}
        order_id, stored_digest = conn.execute(
            "select id, payload_hash from orders where customer_id = %s and idempotency_key = %s",
            (customer_id, idempotency_key),
        ).fetchone()
    if stored_digest != digest:
        return 422, {"code": "idempotency_key_reused"}
    return 200, {"id": order_id}$code$),
  ('b2000000-0000-4000-8000-000000000022', 'backend', 'api_design', 'hard', 'open', 25, 420,
   $$Two hundred partner companies use GET /v1/prices. The response has to change in a way that breaks them.
Describe how you introduce the new form, how you move the partners, and how and when you switch off the old one.$$,
   array['compatibility|8|Both forms run side by side under an explicit version; the old one is kept stable',
         'knowledge|6|Usage per partner is measured, so that it is known who still calls the old form',
         'communication|6|Announced dates, migration guide, deprecation and sunset headers, a test environment, personal contact',
         'removal|5|Staged switch-off with short announced outages, a way back, and a decision for the last users'],
   $$Release the new form beside the old one (/v2 or a version header), both from the same internal model, with contract tests for each.
Measure calls per partner and version. Announce dates early, with a guide that shows old and new side by side, Deprecation and Sunset
headers in old responses, and a sandbox. Contact the partners with the most calls in person. Shortly before the end, switch the old
form off for some announced minutes to find forgotten clients, then for good with 410 Gone and a link to the guide; keep a switch to
bring it back. Agree on an exception with an end date for whoever truly cannot move in time.$$),
  ('b2000000-0000-4000-8000-000000000023', 'backend', 'databases', 'medium', 'code', 20, 480,
   $$Table `jobs(id bigint, status text, run_at timestamptz, claimed_by text, claimed_at timestamptz)` is a work queue in PostgreSQL.
Write one SQL statement with which a worker claims the oldest due job (`status = 'queued'`, `run_at` reached):
it sets `status = 'running'`, `claimed_by = $1` and `claimed_at`, and returns the job.
Many workers run it at once: no job may be claimed twice, and workers must not wait for each other.$$,
   array['exclusive|8|Each job is claimed once: the row is locked and updated in one statement',
         'no_waiting|6|Uses skip locked, so that workers do not queue up behind each other',
         'selection|4|Oldest due queued job, with a limit of one and a clear order',
         'result|2|Returns the claimed job'],
   $code$update jobs
set status = 'running', claimed_by = $1, claimed_at = now()
where id = (
  select id
  from jobs
  where status = 'queued' and run_at <= now()
  order by run_at, id
  limit 1
  for update skip locked
)
returning *;$code$),
  ('b2000000-0000-4000-8000-000000000024', 'backend', 'databases', 'hard', 'code', 25, 600,
   $$Write PostgreSQL DDL for `bookings` of meeting rooms: room, start, end, and the time of cancellation (null while valid).
The database itself must guarantee that two valid bookings of a room never overlap, also under concurrent inserts.
One booking may start exactly when another one ends. An end before or at the start must be impossible.$$,
   array['overlap|10|An exclusion constraint on room and time range, not a trigger or a check that loses the race',
         'boundaries|5|Half-open ranges, so that a booking may start when another one ends',
         'cancelled|5|Cancelled bookings do not block the room',
         'integrity|5|Time zone aware types, not null, foreign key, and a check that the end is after the start'],
   $code$create extension if not exists btree_gist;

create table bookings (
  id bigint generated always as identity primary key,
  room_id bigint not null references rooms (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  cancelled_at timestamptz,
  constraint bookings_end_after_their_start check (ends_at > starts_at),
  constraint bookings_of_a_room_do_not_overlap
    exclude using gist (room_id with =, tstzrange(starts_at, ends_at, '[)') with &&)
    where (cancelled_at is null)
);$code$),
  ('b2000000-0000-4000-8000-000000000025', 'backend', 'distributed_systems', 'medium', 'code', 20, 480,
   $$Write a Python class `TokenBucket(capacity, refill_per_second)` with a method `allow(now, cost=1) -> bool`.
The bucket starts full, gains tokens continuously up to its capacity, and `allow` takes `cost` tokens if enough are there.
`now` is a time in seconds given by the caller. No threads, no sleeping.$$,
   array['refill|7|Tokens grow with the elapsed time and never exceed the capacity',
         'spending|6|Takes the cost only when enough tokens are there, and takes nothing otherwise',
         'time|4|Works with fractions of seconds and is not confused by a time that goes back',
         'clarity|3|Small and readable; no background work'],
   $code$class TokenBucket:
    def __init__(self, capacity: float, refill_per_second: float) -> None:
        self.capacity = capacity
        self.refill_per_second = refill_per_second
        self.tokens = capacity
        self.updated_at: float | None = None

    def allow(self, now: float, cost: float = 1) -> bool:
        if self.updated_at is None:
            self.updated_at = now
        elapsed = max(0.0, now - self.updated_at)
        self.tokens = min(self.capacity, self.tokens + elapsed * self.refill_per_second)
        self.updated_at = max(now, self.updated_at)
        if self.tokens < cost:
            return False
        self.tokens -= cost
        return True$code$),
  ('b2000000-0000-4000-8000-000000000026', 'backend', 'distributed_systems', 'hard', 'code', 25, 720,
   $$Write a Python class `HashRing(replicas=100)` for consistent hashing with `add(node)`, `remove(node)` and `get(key)`.
`get` returns the node responsible for a string key and must be fast with many nodes.
Adding or removing one of n nodes may move only about 1/n of the keys, and every process must compute the same assignment.$$,
   array['ring|9|Each node has several points; a key belongs to the next point, with wrap-around at the end',
         'stability|7|Adding or removing a node moves only the keys of that node''s points',
         'determinism|5|A hash that is the same in every process (not the built-in hash of str)',
         'speed|4|Binary search instead of a scan; an empty ring is handled'],
   $code$import hashlib
from bisect import bisect_right, insort


class HashRing:
    def __init__(self, replicas: int = 100) -> None:
        self.replicas = replicas
        self._points: list[int] = []
        self._owners: dict[int, str] = {}

    @staticmethod
    def _hash(text: str) -> int:
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")

    def add(self, node: str) -> None:
        for replica in range(self.replicas):
            point = self._hash(f"{node}#{replica}")
            if point not in self._owners:
                insort(self._points, point)
                self._owners[point] = node

    def remove(self, node: str) -> None:
        self._points = [point for point in self._points if self._owners[point] != node]
        self._owners = {point: owner for point, owner in self._owners.items() if owner != node}

    def get(self, key: str) -> str:
        if not self._points:
            raise LookupError("the ring has no nodes")
        index = bisect_right(self._points, self._hash(key)) % len(self._points)
        return self._owners[self._points[index]]$code$),
  ('b2000000-0000-4000-8000-000000000027', 'backend', 'distributed_systems', 'hard', 'open', 25, 480,
   $$Every night 5 million personal e-mails go out through a provider that accepts 500 requests a second and sometimes fails.
Workers can crash at any time. Nobody may get the same mail twice, as far as that is possible, and nobody may be forgotten.
Describe the design, how you control the rate, and what exactly happens when a worker dies between sending and recording.$$,
   array['state|8|One durable record per mail with a status; work is claimed with a lease and can be resumed',
         'rate|5|A shared limit below 500 a second, backoff on failures; knows that this takes about three hours',
         'ambiguity|8|Names the gap between sending and recording, and narrows it with an idempotency key or a look-up at the provider',
         'operation|4|Progress, stuck mails and bounces are visible; the run can be paused and repeated safely'],
   $$Create one row per recipient and campaign (unique) with the states pending, sending, sent, failed. Workers claim small batches under a
lease, mark them "sending", call the provider with the row's id as idempotency key, and record the provider's message id as "sent".
A token bucket shared by all workers keeps the rate a little below 500 a second: 5 million mails take just under three hours.
Temporary failures go back with backoff and a bounded number of attempts; permanent ones are "failed" with the reason.
A worker that dies between sending and recording leaves rows in "sending" after the lease. Sending again is safe if the provider honours
the idempotency key; otherwise look the id up at the provider first, and if that is impossible decide openly between a rare duplicate
and a rare loss. Show rate, remaining rows and the age of the oldest "sending" row, and allow pausing.$$);

-- data: sql, pipelines, statistics -------------------------------------------------------------------

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, options, correct_option) values
  ('b3000000-0000-4000-8000-000000000001', 'data', 'sql', 'easy', 'mcq', 5, 45,
   $$Table `orders` has 10 rows, and `shipped_at` is null in 4 of them.
What does `select count(*), count(shipped_at) from orders` return?$$,
   array['10 and 10',
         '10 and 6',
         '6 and 6',
         '10 and 4'], 'b'),
  ('b3000000-0000-4000-8000-000000000002', 'data', 'sql', 'medium', 'mcq', 10, 75,
   $$A report should list all customers with their paid invoices, and customers without any as well:
`from customers c left join invoices i on i.customer_id = c.id where i.status = 'paid'`.
Customers without a paid invoice are missing. What is the right fix?$$,
   array['Use a full join instead of the left join, so that both sides are kept',
         'Add `or c.id is null` to the where clause, for customers without a match',
         'Replace `where` by `having`',
         'Move `i.status = ''paid''` from the where clause into the join condition'], 'd'),
  ('b3000000-0000-4000-8000-000000000003', 'data', 'sql', 'hard', 'mcq', 10, 75,
   $$`select name from employees where id not in (select manager_id from employees)` should list everybody who manages nobody.
It returns no rows, although such employees exist, because some `manager_id` are null. What is the best rewrite?$$,
   array['`where not exists (select from employees e where e.manager_id = employees.id)`',
         '`where id <> all (select manager_id from employees)`',
         '`where coalesce(id, 0) not in (select manager_id from employees)`',
         '`where id in (select id from employees where manager_id is null)`'], 'a'),
  ('b3000000-0000-4000-8000-000000000004', 'data', 'sql', 'hard', 'mcq', 10, 75,
   $$A query is slow. `explain (analyze)` shows a nested loop whose outer side was estimated at 1 row and delivered 800,000.
Two filters on that side, on `country` and `city`, depend on each other. What is the best first step?$$,
   array['Turn nested loops off for the whole database, so that hash joins are used',
         'Double `work_mem`, so that the join fits into memory',
         'Create extended statistics on `(country, city)` and run `analyze`',
         'Add a second index on the inner table of the join'], 'c'),
  ('b3000000-0000-4000-8000-000000000005', 'data', 'pipelines', 'easy', 'mcq', 5, 60,
   $$A nightly job sometimes fails half-way and is started again. Which way of loading makes a repeated run harmless?$$,
   array['Append the rows of the day and remove duplicates once a month',
         'Replace all rows of the day in one transaction',
         'Append the rows and keep a counter of how often the job ran',
         'Wait an hour before each new try, so that the source has settled'], 'b'),
  ('b3000000-0000-4000-8000-000000000006', 'data', 'pipelines', 'easy', 'mcq', 5, 45,
   $$Analysts read 5 of 200 columns over terabytes of event data in object storage. Which file format suits this best?$$,
   array['Parquet',
         'CSV compressed with gzip',
         'JSON with one object per line',
         'XML with a schema'], 'a'),
  ('b3000000-0000-4000-8000-000000000007', 'data', 'pipelines', 'medium', 'mcq', 10, 75,
   $$Hourly usage figures are computed from events of a mobile app. Phones that were offline deliver events up to two days late.
Which approach gives correct hourly figures?$$,
   array['Count each event in the hour in which it arrives at the server',
         'Drop events that arrive more than an hour late, and publish beside each figure how many were dropped',
         'Count each event in the hour in which it happened, and correct published hours for two days',
         'Hold back every hour until all phones have been online again'], 'c'),
  ('b3000000-0000-4000-8000-000000000008', 'data', 'pipelines', 'hard', 'mcq', 10, 90,
   $$A consumer reads a Kafka topic and writes totals into PostgreSQL.
It may crash at any moment, and no event may be counted twice or left out. Which design achieves that?$$,
   array['Commit the Kafka offset before writing to PostgreSQL',
         'Commit the Kafka offset after writing to PostgreSQL, with three retries',
         'Raise the replication factor of the topic and let the consumer commit its offsets automatically',
         'Write totals and the offset in one PostgreSQL transaction and start from the stored offset'], 'd'),
  ('b3000000-0000-4000-8000-000000000009', 'data', 'statistics', 'easy', 'mcq', 5, 45,
   $$Nine people in a team earn between 50,000 and 60,000, the tenth earns 2,000,000.
Which single number describes a typical salary in this team best?$$,
   array['The mean',
         'The maximum',
         'The median',
         'The standard deviation'], 'c'),
  ('b3000000-0000-4000-8000-000000000010', 'data', 'statistics', 'easy', 'mcq', 5, 60,
   $$Users who switched notifications on are twice as likely to be active after a month. What follows from this alone?$$,
   array['Notifications make users stay; they should be on for everybody',
         'The two go together; whether notifications cause it needs an experiment',
         'Nothing, because a difference between two groups always arises by chance',
         'Active users get more notifications, so the effect runs the other way'], 'b'),
  ('b3000000-0000-4000-8000-000000000011', 'data', 'statistics', 'medium', 'mcq', 10, 75,
   $$An A/B test ends with p = 0.03 for the difference in conversion. Which reading is correct?$$,
   array['Without any real difference, 3 % of such tests would show at least this difference',
         'The probability that there is no real difference between the variants is about 3 %',
         'The new variant is better than the old one with a probability of about 97 %, given the data',
         'The conversion of the new variant is 3 % higher'], 'a'),
  ('b3000000-0000-4000-8000-000000000012', 'data', 'statistics', 'medium', 'mcq', 10, 75,
   $$A team looks at its A/B test every hour and stops as soon as p < 0.05. What is the consequence?$$,
   array['The result is valid, and the test is shorter than planned',
         'The test loses power, so that real differences are found less often than planned',
         'The estimated effect is smaller than the true one, because the test ends before it has grown',
         'Far more than 5 % of tests without any real difference will be declared a success'], 'd'),
  ('b3000000-0000-4000-8000-000000000013', 'data', 'statistics', 'hard', 'mcq', 10, 90,
   $$In a test, variant B converts better than A among mobile users and better among desktop users, but worse in total.
What is the most likely explanation?$$,
   array['A and B have different shares of mobile and desktop users',
         'The sample is too small; in a larger one both comparisons always agree',
         'Some users were counted on both devices, which always favours variant A',
         'The total is right, and the split by device is an artefact of multiple testing'], 'a');

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, keywords, sample_solution) values
  ('b3000000-0000-4000-8000-000000000014', 'data', 'sql', 'easy', 'short_answer', 10, 90,
   $$What is the difference between `where` and `having` in a query with `group by`? Say when each is applied and to what.$$,
   array['before|first|prior',
         'after|afterwards|later',
         'rows|row|individual rows|single rows|records',
         'groups|each group|whole group|per group|entire group',
         'aggregate|aggregates|aggregated|aggregation|count|sum|avg'],
   $$`where` filters single rows before grouping and cannot use aggregates. `having` filters whole groups after grouping and can use
aggregates such as count(*) or sum(amount).$$),
  ('b3000000-0000-4000-8000-000000000015', 'data', 'sql', 'medium', 'short_answer', 10, 120,
   $$How does a window function such as `sum(amount) over (partition by customer_id order by day)` differ from `group by customer_id`?
Say what happens to the rows and give one thing that only the window function can do easily.$$,
   array['keeps|keep|kept|preserves|preserved|retains|every row|each row|all rows|individual rows|original rows',
         'collapse|collapses|collapsed|one row per group|one row per customer|single row|reduces|merged|combined',
         'running total|running sum|cumulative|rank|ranking|row_number|moving average|lag|lead|previous row|top n'],
   $$`group by` collapses the rows of each customer into one row. A window function keeps every row and adds a value computed over its
partition. With `order by` this gives a running total; rank, moving averages or a comparison with the previous row are just as easy.$$),
  ('b3000000-0000-4000-8000-000000000016', 'data', 'pipelines', 'easy', 'short_answer', 10, 90,
   $$A table has been loaded overnight and reports will read it in the morning.
Name four automatic checks that you would run on it before the reports may use it.$$,
   array['row count|row counts|number of rows|count|counts|volume|total',
         'null|nulls|missing|not null|completeness|empty',
         'unique|uniqueness|duplicate|duplicates|primary key',
         'freshness|fresh|latest date|newest|most recent|up to date|timestamp|max date',
         'range|ranges|valid values|accepted values|negative|outlier|outliers|plausible|foreign key|referential integrity|schema'],
   $$The row count compared with the source and with previous days; freshness (the latest date is yesterday); keys are unique;
required columns hold no nulls; values lie in a plausible range and foreign keys exist. A failed check stops the publication.$$),
  ('b3000000-0000-4000-8000-000000000017', 'data', 'pipelines', 'medium', 'short_answer', 10, 120,
   $$Customers move, and reports on past sales must still show the address of that time.
How does a slowly changing dimension of type 2 store this? Name the extra columns and what happens when an address changes.$$,
   array['new row|new version|additional row|another row|insert|inserted|inserts|new record',
         'valid_from|valid from|effective date|effective_from|effective from|start date|from date|start_date',
         'valid_to|valid to|valid until|end date|effective_to|effective to|expiry date|to date|end_date',
         'current|is_current|current_flag|active flag|is_active',
         'surrogate key|surrogate|version key|own key|new key'],
   $$Each version of a customer is a row with valid_from, valid_to and often is_current, under a surrogate key that the facts refer to.
When the address changes, the current row is closed (valid_to is set) and a new row is inserted; old sales keep pointing at the old one.$$),
  ('b3000000-0000-4000-8000-000000000018', 'data', 'statistics', 'easy', 'short_answer', 10, 120,
   $$Explain precision and recall of a spam filter in words.
Which kind of mistake lowers each of them, and which of the two matters more when lost mail is worse than some spam in the inbox?$$,
   array['false positive|false positives|wrongly flagged|legitimate|real mail|good mail',
         'false negative|false negatives|missed|misses|undetected|gets through|slips through',
         'flagged|marked|classified|predicted|labelled|labeled|reported as spam'],
   $$Precision: of the mails flagged as spam, the share that really is spam; false positives (legitimate mail flagged) lower it.
Recall: of all spam, the share that was flagged; false negatives (missed spam) lower it.
When losing mail is worse, precision matters more.$$),
  ('b3000000-0000-4000-8000-000000000019', 'data', 'statistics', 'medium', 'short_answer', 10, 120,
   $$The 95 % confidence interval for the difference in conversion between B and A runs from -0.2 to +1.4 percentage points.
What do you tell the product manager, and what are the options now?$$,
   array['zero|includes 0|contains 0|crosses 0|no difference|no effect',
         'significant|significance|inconclusive|not proven|uncertain|unclear|cannot conclude|undecided',
         'sample|sample size|more data|longer|more users|larger|power|continue|new test'],
   $$The interval contains zero, so the result is inconclusive: B may be slightly worse or up to 1.4 points better, and better is more likely.
It is not a proof of "no effect". Options: a new test planned with a larger sample, or a decision on cost and risk if a loss of 0.2 points is
acceptable.$$);

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, criteria, sample_solution) values
  ('b3000000-0000-4000-8000-000000000020', 'data', 'sql', 'easy', 'code', 15, 300,
   $$Tables: `customers(id, name)` and `orders(id, customer_id, total)`.
Write a query that lists every customer with the number of orders and the sum of `total`, largest sum first.
Customers without orders appear with 0 and 0.$$,
   array['all_customers|6|A left join from customers; nobody is missing',
         'numbers|6|Counts a column of orders (not count(*)) and turns a null sum into 0',
         'grouping|3|Groups and sorts correctly; customers with the same name stay apart'],
   $code$select c.id, c.name, count(o.id) as order_count, coalesce(sum(o.total), 0) as order_total
from customers c
left join orders o on o.customer_id = c.id
group by c.id, c.name
order by order_total desc, c.id;$code$),
  ('b3000000-0000-4000-8000-000000000021', 'data', 'sql', 'medium', 'code', 20, 420,
   $$Table: `orders(id, customer_id, placed_at, total)`.
Write a query that returns the latest order of each customer with all its columns, exactly one row per customer,
also when two orders of a customer have the same `placed_at`. Which index would you add for a large table?$$,
   array['latest|8|The newest order of each customer with all columns',
         'single|6|Exactly one row per customer, with a clear rule for equal times',
         'approach|3|A window function, distinct on or a lateral join, not one subquery per column',
         'index|3|An index on (customer_id, placed_at desc, id desc) or equivalent'],
   $code$select id, customer_id, placed_at, total
from (
  select o.*, row_number() over (partition by customer_id order by placed_at desc, id desc) as place
  from orders o
) as ranked
where place = 1;

create index on orders (customer_id, placed_at desc, id desc);$code$),
  ('b3000000-0000-4000-8000-000000000022', 'data', 'sql', 'hard', 'code', 25, 720,
   $$Table: `logins(user_id bigint, logged_in_at timestamptz)`, with any number of logins a day.
Write a PostgreSQL query that returns for each user the length of the longest streak of consecutive days (in UTC) with at least one login.$$,
   array['days|7|Reduces logins to distinct days per user, in UTC',
         'streaks|11|Finds runs of consecutive days correctly, for example by day minus row_number',
         'result|4|One row per user with the longest run; a single day counts as 1',
         'clarity|3|Readable steps with names'],
   $code$with days as (
  select distinct user_id, (logged_in_at at time zone 'utc')::date as day
  from logins
),
numbered as (
  -- within a streak, day and row number grow together: their difference names the streak
  select user_id, day - (row_number() over (partition by user_id order by day))::integer as streak
  from days
),
streaks as (
  select user_id, streak, count(*) as length
  from numbered
  group by user_id, streak
)
select user_id, max(length) as longest_streak
from streaks
group by user_id;$code$),
  ('b3000000-0000-4000-8000-000000000023', 'data', 'pipelines', 'medium', 'code', 20, 480,
   $$`staging(id, email, updated_at)` holds changed customers; an id can occur several times. `customers` has the same columns, id is its key.
Write one PostgreSQL statement that brings `customers` up to date: new ids are inserted, known ids get the newest version.
A staged row that is older than what `customers` already holds must change nothing, and running it twice must do no harm.$$,
   array['upsert|7|Insert … on conflict do update (or merge) with the right columns',
         'newest|6|Only the newest staged version of each id is used, so that no id occurs twice in the insert',
         'no_regression|5|Older versions do not overwrite newer ones',
         'repeatable|2|A second run changes nothing'],
   $code$insert into customers (id, email, updated_at)
select distinct on (id) id, email, updated_at
from staging
order by id, updated_at desc
on conflict (id) do update
set email = excluded.email, updated_at = excluded.updated_at
where customers.updated_at < excluded.updated_at;$code$),
  ('b3000000-0000-4000-8000-000000000024', 'data', 'pipelines', 'hard', 'code', 25, 720,
   $$Write a Python generator `sessionize(events, gap)`.
`events` yields `(user_id, at)` of many users, ordered by `at` (a datetime). `gap` is a timedelta.
A user's session ends when no event of that user follows within `gap`. Yield `(user_id, first_at, last_at, count)` for each session
as soon as the stream shows that it has ended, and the rest at the end of the stream. Memory may grow only with the open sessions.$$,
   array['sessions|9|Splits by user and gap; first, last and count are right; an event exactly gap later still belongs',
         'timeliness|7|Sessions are yielded once the stream has moved past their end, not only when the same user returns',
         'memory|5|Keeps only open sessions and never the list of events',
         'efficiency|4|Does not scan all open sessions for each event'],
   $code$def sessionize(events, gap):
    open_sessions = {}  # user_id -> (first_at, last_at, count), least recently active first
    for user_id, at in events:
        while open_sessions:
            idle_user = next(iter(open_sessions))
            first_at, last_at, count = open_sessions[idle_user]
            if at - last_at <= gap:
                break
            del open_sessions[idle_user]
            yield idle_user, first_at, last_at, count
        first_at, _, count = open_sessions.pop(user_id, (at, at, 0))
        open_sessions[user_id] = (first_at, at, count + 1)  # now the most recently active
    for user_id, (first_at, last_at, count) in open_sessions.items():
        yield user_id, first_at, last_at, count$code$),
  ('b3000000-0000-4000-8000-000000000025', 'data', 'pipelines', 'hard', 'open', 25, 420,
   $$The revenue dashboard shows 7 % less for yesterday than the finance system. Both were equal a week ago.
Describe step by step how you find the cause, what you tell people meanwhile, and how you make sure it is noticed next time.$$,
   array['definitions|5|Checks that both mean the same: time zone, currency, refunds, tax, and what counts as yesterday',
         'narrowing|9|Narrows down systematically: by day, product, region, and stage by stage from source to dashboard',
         'communication|4|Tells users early what is known, marks the figure as unreliable, names the next update',
         'prevention|7|Repairs and reloads safely, adds a reconciliation check or test, writes down the cause'],
   $$Mark the figure as under investigation and say when the next update follows.
Compare the definitions first: time zone of "yesterday", currency, refunds, tax, test orders. Then narrow down: is it one day or several, one
product, country or payment method? Compare counts and sums stage by stage from the source through each table to the dashboard; the first
stage that differs holds the cause. Look at what changed that week: deployments, schema changes, late or failed loads, a new order status
that a filter drops, a join that loses rows.
Fix it, reload the affected days with an idempotent job, and confirm with finance. Add a daily reconciliation with an alert above a small
tolerance, a test for this cause, and a short note for users.$$),
  ('b3000000-0000-4000-8000-000000000026', 'data', 'statistics', 'hard', 'code', 25, 600,
   $$Write a Python function `median_difference_interval(a, b, resamples=10_000, confidence=0.95, seed=0)` with the standard library only.
It returns a percentile bootstrap confidence interval `(low, high)` for median(b) - median(a).
`a` and `b` are lists of measurements of two independent groups. The same seed gives the same result.$$,
   array['resampling|10|Draws from each group separately, with replacement, with the size of that group',
         'interval|7|Takes the right percentiles of the differences for the given confidence',
         'reproducible|4|A local random generator with the seed',
         'clarity|4|Readable, handles different group sizes, no change of the input'],
   $code$import random
from statistics import median


def median_difference_interval(a, b, resamples=10_000, confidence=0.95, seed=0):
    generator = random.Random(seed)
    differences = sorted(
        median(generator.choices(b, k=len(b))) - median(generator.choices(a, k=len(a)))
        for _ in range(resamples)
    )
    tail = (1 - confidence) / 2
    low = differences[int(tail * (resamples - 1))]
    high = differences[round((1 - tail) * (resamples - 1))]
    return low, high$code$),
  ('b3000000-0000-4000-8000-000000000027', 'data', 'statistics', 'hard', 'open', 25, 420,
   $$The shop wants to know whether a shorter checkout increases completed orders. Plan the experiment:
metrics, unit of randomization, sample size, duration, what is checked before the result is read, and how the decision is made.$$,
   array['metrics|6|One primary metric fixed in advance, and guardrails such as refunds, errors or order value',
         'assignment|5|Randomizes by user or account, stays stable across visits, counts only those who reach the checkout',
         'size|6|Sample size from the base rate, the smallest effect worth having, and power; full weeks; no stopping early on a peek',
         'validity|4|Checks the split of the groups and the tracking, also with an A/A comparison',
         'decision|4|A rule written down before the start, based on effect and interval, also for an unclear result'],
   $$Primary metric: completed orders per user who starts the checkout; guardrails: order value, refunds, payment errors, support contacts.
Assign users, not page views, by a stable hash, and include a user when the checkout is first opened. From the base rate, the smallest
difference worth having and 80 % power follows the sample size, and from traffic the duration: at least two full weeks, fixed in advance.
Before reading the result, check that the groups have the planned sizes and that tracking is complete.
Decide by a rule written down before: ship if the interval lies above zero and no guardrail is hurt; if it is unclear, keep the old one or
plan a larger test. Look at segments only as ideas for the next test.$$);

-- devops: containers, ci_cd, observability -----------------------------------------------------------

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, options, correct_option) values
  ('b4000000-0000-4000-8000-000000000001', 'devops', 'containers', 'easy', 'mcq', 5, 60,
   $$A Dockerfile runs `COPY . .` and then `npm ci`. Every change of a source file makes the build install all packages again.
What is the simplest fix?$$,
   array['Copy package.json and package-lock.json and run `npm ci` before the rest is copied',
         'Build with `--no-cache`, so that no layers have to be compared',
         'Run `npm ci` when the container starts instead of in the build',
         'Merge both steps into one instruction, so that there is only a single layer to rebuild'], 'a'),
  ('b4000000-0000-4000-8000-000000000002', 'devops', 'containers', 'easy', 'mcq', 5, 45,
   $$A PostgreSQL container loses all data when it is replaced by one with a newer image. Where should the data directory live?$$,
   array['In the image, copied there by the Dockerfile',
         'In the container''s file system, with the restart policy `always`',
         'In environment variables of the container',
         'In a volume that exists independently of the container'], 'd'),
  ('b4000000-0000-4000-8000-000000000003', 'devops', 'containers', 'medium', 'mcq', 10, 75,
   $$The liveness probe of an API queries the database. When the database is slow, Kubernetes restarts all API pods again and again.
What is the right change?$$,
   array['Raise the failure threshold of the liveness probe',
         'Check the database in the readiness probe only',
         'Remove the readiness probe, so that pods always receive traffic',
         'Let the liveness probe restart the database as well'], 'b'),
  ('b4000000-0000-4000-8000-000000000004', 'devops', 'containers', 'medium', 'mcq', 10, 60,
   $$A pod restarts every few hours. Its last state is `OOMKilled`, exit code 137. What happened, and what do you do?$$,
   array['The node ran out of disk space; remove unused images and old logs',
         'The process used too much CPU; raise the CPU limit',
         'It exceeded its memory limit; look for a leak or raise the limit',
         'The liveness probe failed; make its timeout longer'], 'c'),
  ('b4000000-0000-4000-8000-000000000005', 'devops', 'containers', 'hard', 'mcq', 10, 90,
   $$During each rolling update a few requests fail with "connection refused", although the new pods are ready.
The application stops accepting connections as soon as it receives SIGTERM. What fixes this?$$,
   array['Start each new pod before an old one is removed (maxSurge 1, maxUnavailable 0)',
         'Send SIGKILL instead of SIGTERM, so that connections close faster',
         'Go on accepting for some seconds after SIGTERM, then finish open requests and exit',
         'Add a second readiness probe that fails while the pod is starting'], 'c'),
  ('b4000000-0000-4000-8000-000000000006', 'devops', 'ci_cd', 'easy', 'mcq', 5, 60,
   $$A test fails about once in twenty runs without any change of the code. What is the best way to deal with it?$$,
   array['Run the pipeline again until it is green',
         'Stop it from blocking for now, with a ticket and an owner, and fix the cause',
         'Let the pipeline repeat each failed test up to five times and say nothing',
         'Delete the test, because a test that fails at random proves nothing'], 'b'),
  ('b4000000-0000-4000-8000-000000000007', 'devops', 'ci_cd', 'easy', 'mcq', 5, 45,
   $$A pipeline deploys to a cloud account. Which way to give it access is safest?$$,
   array['An access key in the repository, encoded in Base64',
         'An access key baked into the build image',
         'An access key in the CI system''s settings, renewed every year by an administrator',
         'Short-lived credentials that the job obtains with its own identity (OIDC)'], 'd'),
  ('b4000000-0000-4000-8000-000000000008', 'devops', 'ci_cd', 'medium', 'mcq', 10, 60,
   $$Staging and production should run the same software. Which pipeline gives the best assurance of that?$$,
   array['Build one artifact and deploy it to both, with different configuration',
         'Build from the same commit once for staging and once for production',
         'Build from a release branch for production and from the main branch for staging',
         'Build on the production servers from the same lock file'], 'a'),
  ('b4000000-0000-4000-8000-000000000009', 'devops', 'ci_cd', 'medium', 'mcq', 10, 75,
   $$A new version gets 5 % of the traffic for 20 minutes. On what should the automatic decision to continue or roll back rest?$$,
   array['Error rate and latency of the new version in that time compared with those of the old one yesterday',
         'Whether the health check of the new version returns 200',
         'Error rate and latency of the new version compared with the old one in the same minutes',
         'Whether any user has reported a problem'], 'c'),
  ('b4000000-0000-4000-8000-000000000010', 'devops', 'ci_cd', 'hard', 'mcq', 10, 75,
   $$A workflow uses a third-party GitHub Action in a job with access to secrets.
Which reference protects best against a later, malicious change of that action?$$,
   array['`uses: vendor/action@main`',
         '`uses: vendor/action@v4`',
         '`uses: vendor/action@v4.2.1`, the exact release',
         '`uses: vendor/action@<full commit SHA>`'], 'd'),
  ('b4000000-0000-4000-8000-000000000011', 'devops', 'observability', 'easy', 'mcq', 5, 45,
   $$A request passes through twelve services and takes four seconds. Which kind of telemetry shows directly where the time goes?$$,
   array['A histogram of response times of each service',
         'A distributed trace of the request',
         'The error logs of all twelve services',
         'A dashboard of CPU and memory per service'], 'b'),
  ('b4000000-0000-4000-8000-000000000012', 'devops', 'observability', 'easy', 'mcq', 5, 60,
   $$Which condition should wake somebody up at night?$$,
   array['5 % of checkout requests have failed for ten minutes',
         'One of twelve web servers has used 85 % CPU for five minutes',
         'A disk is 60 % full and grows by 1 % a day',
         'One health check of one instance has failed'], 'a'),
  ('b4000000-0000-4000-8000-000000000013', 'devops', 'observability', 'medium', 'mcq', 10, 60,
   $$A developer adds the label `user_id` to a Prometheus counter of requests. The service has two million users. What is the problem?$$,
   array['Labels may only hold numbers, so the counter is rejected',
         'Counters with more than ten labels cannot be used with `rate()`',
         'Every user becomes a time series; memory use explodes',
         'The counter is reset whenever a user signs out'], 'c'),
  ('b4000000-0000-4000-8000-000000000014', 'devops', 'observability', 'medium', 'mcq', 10, 60,
   $$A service promises 99.9 % availability over 30 days. About how many minutes of full outage does that allow?$$,
   array['4 minutes',
         '14 minutes',
         '432 minutes',
         '43 minutes'], 'd'),
  ('b4000000-0000-4000-8000-000000000015', 'devops', 'observability', 'hard', 'mcq', 10, 90,
   $$An alert on "error rate above 0.1 % for one minute" fires for every short blip; with a six hour window it comes too late.
The objective is 99.9 % over 30 days. Which alerting is the better choice?$$,
   array['The same condition over a window of 30 minutes, as a compromise between the other two',
         'Alerts on how fast the error budget burns, each over a long and a short window',
         'The one-minute alert, silenced automatically after the third time in a day',
         'No alert on errors, but one on CPU and memory, which change earlier'], 'b');

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, keywords, sample_solution) values
  ('b4000000-0000-4000-8000-000000000016', 'devops', 'containers', 'easy', 'short_answer', 10, 90,
   $$What is the difference between a container image and a container?
What happens to a file that was written inside a container when the container is removed, and how do you keep such a file?$$,
   array['read-only|readonly|immutable|template|blueprint|unchangeable|package|packaged',
         'running|runs|instance|process|started',
         'lost|deleted|gone|disappears|destroyed|vanishes',
         'volume|volumes|bind mount|mount|mounted|persistent volume'],
   $$An image is an immutable, layered template; a container is a running instance of it with its own writable layer.
A file written there is lost when the container is removed. To keep it, write it to a volume or a bind mount.$$),
  ('b4000000-0000-4000-8000-000000000017', 'devops', 'containers', 'medium', 'short_answer', 10, 120,
   $$Name four measures that make a container in production harder to attack or limit the damage, with a few words on each.$$,
   array['root|non-root|unprivileged|nonroot|rootless',
         'minimal|slim|distroless|small|smaller|fewer packages|multi-stage|alpine',
         'read-only|readonly|read only',
         'capabilities|capability|seccomp|privileged|privileges|apparmor|selinux',
         'scan|scanning|scans|scanned|vulnerabilities|patch|patched|patches|updates|update|rebuild|signed|signature|pinned'],
   $$Run as a non-root user; use a minimal image with few packages; mount the root file system read-only;
drop all capabilities and forbid privilege escalation; scan images and rebuild them for updates; keep secrets out of the image.$$),
  ('b4000000-0000-4000-8000-000000000018', 'devops', 'ci_cd', 'easy', 'short_answer', 10, 90,
   $$What is the difference between continuous delivery and continuous deployment, and what do both require?$$,
   array['manual|manually|approval|approve|approves|button|human|person|decision|decides',
         'automatic|automatically|automated|automation',
         'production|live|users|released',
         'tests|test|tested|testing|pipeline|checks'],
   $$In continuous delivery every change that passes the pipeline could go to production, and a person decides when (a manual approval).
In continuous deployment every such change goes to production automatically. Both need automated tests that deserve trust and a fast rollback.$$),
  ('b4000000-0000-4000-8000-000000000019', 'devops', 'ci_cd', 'medium', 'short_answer', 10, 120,
   $$A column must be renamed while old and new versions of the application run side by side during a rolling deployment.
Describe the order of steps. What is this pattern called?$$,
   array['expand|expand and contract|expand-contract|parallel change|expand/contract',
         'add|added|adds|adding|new column|create',
         'both|dual write|double write|both columns|trigger|in sync',
         'backfill|backfilled|backfilling|copy|copied|migrate the data|existing rows',
         'drop|dropped|drops|remove|removed|contract|delete the old'],
   $$Expand and contract: add the new column; deploy a version that writes both columns and still reads the old one; backfill existing rows;
deploy a version that reads the new column; stop writing the old one; and drop it once no running version uses it.$$),
  ('b4000000-0000-4000-8000-000000000020', 'devops', 'observability', 'easy', 'short_answer', 10, 90,
   $$Why is the average response time a poor measure of what users experience, and what does a p95 of 800 ms say?$$,
   array['hides|hide|hidden|masks|mask|outliers|outlier|skewed|distorted|conceals|smooths',
         '95|95 %|95 percent|95%|ninety-five',
         '5 %|5%|five percent|5 percent|one in twenty|1 in 20|1 of 20|slowest'],
   $$The average hides slow requests: a few very slow ones disappear among many fast ones, and it describes no real user.
A p95 of 800 ms says that 95 percent of the requests took at most 800 ms and the slowest 5 percent took longer.$$),
  ('b4000000-0000-4000-8000-000000000021', 'devops', 'observability', 'medium', 'short_answer', 10, 120,
   $$Why do services write structured logs instead of free text, and what must each log line carry,
so that one request can be followed through several services?$$,
   array['JSON|fields|field|key-value|key value|keys|machine-readable|parsed|parse|parsing',
         'search|searched|searching|filter|filtered|query|queried|queries|aggregate',
         'request id|correlation id|trace id|request_id|correlation_id|trace_id|traceparent',
         'pass|passed|passes|propagate|propagated|propagates|forward|forwarded|header|headers'],
   $$Structured logs (JSON with named fields) can be searched, filtered and counted without parsing free text.
Each line carries a request id or trace id that is created at the edge and passed on in a header to every service,
with time, level, service and event.$$);

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, criteria, sample_solution) values
  ('b4000000-0000-4000-8000-000000000022', 'devops', 'containers', 'hard', 'code', 25, 600,
   $$Write a Dockerfile for a TypeScript API. `npm ci` installs, `npm run build` writes to `dist/`, and `node dist/server.js` starts it on port 8080.
The final image must contain no compiler and no development dependencies and must not run as root.
A change of source code alone must not install the packages again, and SIGTERM must reach the Node process.$$,
   array['stages|8|A build stage and a final stage that holds only dist and production dependencies',
         'caching|6|package.json and the lock file are copied, and npm ci is run, before the source is copied',
         'user|5|Runs as a user without root rights',
         'signals|3|Exec form of CMD, with node as the main process and not behind npm or a shell',
         'hygiene|3|A pinned slim base image, and a .dockerignore is mentioned or not needed'],
   $code$FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 8080
CMD ["node", "dist/server.js"]
# .dockerignore: node_modules, dist, .git, .env$code$),
  ('b4000000-0000-4000-8000-000000000023', 'devops', 'containers', 'hard', 'open', 25, 420,
   $$After a move to Kubernetes the p99 latency of a service is four times higher, while average CPU use is 30 % and there are no errors.
What could cause this, how do you check each cause, and what would you change?$$,
   array['hypotheses|8|Several fitting causes: CPU throttling by limits, noisy neighbours, DNS, extra network hops, cold or too few pods, GC',
         'checks|9|Names a concrete measurement for each cause, such as throttled periods, traces, DNS times, per-pod latency',
         'changes|5|A fitting change for the likely causes, with its cost',
         'method|3|Goes step by step, one change at a time, and compares p99 before and after'],
   $$Averages hide short bursts, so look at each pod and at traces of slow requests first.
CPU throttling is the most likely cause: compare throttled with total periods; raise or remove the CPU limit, keep the request, and match
the runtime's thread count to it. Then: pods on busy nodes (latency by node; spread pods, set requests honestly), DNS (look-up times, search
domains; a local cache), connections that are no longer kept alive behind the new proxy (traces, connection counts), new pods that take
traffic before they are warm (latency by pod age; readiness), and garbage collection in a smaller heap (GC logs).
Change one thing at a time under the same load and compare p99.$$),
  ('b4000000-0000-4000-8000-000000000024', 'devops', 'ci_cd', 'hard', 'code', 25, 600,
   $$Write a Bash script `deploy.sh <version> <health_url> <timeout_seconds>`.
The commands `current_version` (prints the active version) and `activate <version>` exist.
The script activates the version and polls the health URL every two seconds until it answers with a status below 400.
If that does not happen within the timeout, it activates the previous version again, prints the reason to stderr, and exits with 1.$$,
   array['flow|8|Remembers the previous version first, activates, polls, and succeeds as soon as the service is healthy',
         'rollback|7|Rolls back on timeout, also when activate itself fails, and exits with a failure',
         'timeouts|5|Each request has its own time limit, so that a hanging server cannot stop the script',
         'robustness|5|set -euo pipefail, quoted variables, checked arguments, messages to stderr'],
   $code$#!/usr/bin/env bash
set -euo pipefail

if (($# != 3)); then
  echo "usage: deploy.sh <version> <health_url> <timeout_seconds>" >&2
  exit 2
fi
version=$1 health_url=$2 timeout=$3
previous=$(current_version)

roll_back() {
  echo "deploy of $version failed: $1; going back to $previous" >&2
  activate "$previous"
  exit 1
}

activate "$version" || roll_back "activate returned an error"
deadline=$((SECONDS + timeout))
until curl --fail --silent --max-time 5 --output /dev/null "$health_url"; do
  ((SECONDS < deadline)) || roll_back "not healthy within $timeout seconds"
  sleep 2
done
echo "$version is active and healthy"$code$),
  ('b4000000-0000-4000-8000-000000000025', 'devops', 'ci_cd', 'hard', 'open', 25, 420,
   $$The pipeline from merge to production takes 55 minutes, and the team wants less than 15 without more failures in production.
How do you go about it? Name what you measure, what you change in which order, and which risks you watch.$$,
   array['measurement|6|Measures time per step, waiting time and failure rate before changing anything',
         'speed|10|Fitting changes: caching, running in parallel, splitting tests, only affected parts, faster runners, one build',
         'safety|6|Keeps what protects production: tests by risk, canary or staged rollout, fast rollback',
         'order|3|Begins with the longest step on the critical path and checks the effect of each change'],
   $$Record for some weeks how long each step takes, how long jobs wait for runners, and what fails how often. Work on the critical path,
longest step first. Typical changes: cache dependencies and image layers, build once and reuse the artifact, run independent jobs in
parallel, split the test suite over several runners, test only what a change affects on branches, move slow end-to-end tests behind the
deployment with a canary that rolls back automatically, and repair flaky tests that cause second runs.
Watch change failure rate and escaped defects beside the duration: when they rise, a removed check was worth its time.
Set a budget for the duration and an alert when it is exceeded.$$),
  ('b4000000-0000-4000-8000-000000000026', 'devops', 'observability', 'hard', 'code', 25, 600,
   $$A service exports the counter `http_requests_total{service, status}` and the histogram `http_request_duration_seconds`
(labels `service` and `le` on its buckets). Many pods are scraped.
Write three PromQL expressions: (1) the share of 5xx responses per service over 5 minutes,
(2) the p99 duration per service over 5 minutes, (3) an alert condition for more than 2 % 5xx at a service with at least 1 request a second.$$,
   array['ratio|8|Rate of both counters, summed by service on both sides, matched 5xx by regular expression',
         'quantile|8|histogram_quantile over the summed rate of buckets, keeping le and service',
         'alert|6|Combines the ratio with a minimum of traffic, so that a single failed request at night does not fire',
         'form|3|rate() before sum(), and sensible windows'],
   $code$# 1
sum by (service) (rate(http_requests_total{status=~"5.."}[5m]))
  / sum by (service) (rate(http_requests_total[5m]))

# 2
histogram_quantile(0.99, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m])))

# 3
(sum by (service) (rate(http_requests_total{status=~"5.."}[5m]))
  / sum by (service) (rate(http_requests_total[5m]))) > 0.02
and sum by (service) (rate(http_requests_total[5m])) >= 1$code$),
  ('b4000000-0000-4000-8000-000000000027', 'devops', 'observability', 'hard', 'open', 25, 420,
   $$At 03:00 you are paged: 20 % of checkout requests fail. A deployment finished 30 minutes earlier.
Walk through your first 30 minutes: what you look at, what you do, whom you tell, and what you leave for later.$$,
   array['mitigation|9|Restores service first: checks whether the start matches the deployment, and rolls back early rather than debugging',
         'diagnosis|7|Looks at scope and start time, errors by version, dependency, region, traces; keeps evidence',
         'communication|5|Declares an incident, tells support and stakeholders, asks for help in time, keeps a timeline',
         'followup|4|Verifies recovery, handles affected orders, leaves root cause and a blameless review for the day'],
   $$Acknowledge, declare an incident and open a channel with a timeline. Look at when the errors began, which versions, regions and
dependencies they come from, and at one failing trace. If the start matches the deployment, roll back now and look for the cause later;
check first that the database schema allows the rollback. If it does not match, look at dependencies such as the payment provider and
consider a fallback. Tell support and the business what users see and when the next update comes; call the service's owner if there is no
progress after ten to fifteen minutes. Save logs and a heap or thread dump before evidence disappears. Confirm recovery by the
error rate and by completed orders, list the failed payments for repair, and leave root cause and blameless review for the next day.$$);

-- behavioural: collaboration, ownership, leadership --------------------------------------------------

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, keywords, sample_solution) values
  ('b5000000-0000-4000-8000-000000000001', 'behavioural', 'collaboration', 'easy', 'short_answer', 10, 90,
   $$The STAR method structures an answer to "tell me about a time when …".
Name its four parts and say which of them should take up most of the answer.$$,
   array['situation|context',
         'task|goal|responsibility',
         'action|actions|what you did|what I did',
         'result|results|outcome|outcomes'],
   $$Situation, task, action, result. Most of the answer belongs to the action: what you yourself did and why.
The result should be concrete, with a number where possible, and may end with what you learned.$$),
  ('b5000000-0000-4000-8000-000000000002', 'behavioural', 'collaboration', 'medium', 'short_answer', 10, 120,
   $$You review a large pull request and disagree with its approach.
What do you do to make your feedback useful and the conversation constructive? Name at least four things.$$,
   array['question|questions|ask|asking|understand|intent|context|reason|reasons',
         'specific|concrete|example|examples|suggest|suggestion|suggestions|alternative|alternatives|proposal',
         'code|work|not the person|not the author|impersonal|respect|respectful|respectfully|polite|kind|friendly|tone',
         'call|talk|talking|meeting|in person|pair|pairing|synchronously|discuss',
         'blocking|non-blocking|must|nit|nits|priority|prioritize|important|optional|severity|must-fix'],
   $$Ask first to understand the intent and constraints. Comment on the code, not on the person. Be concrete: say what risk you see and suggest an
alternative. Separate blocking points from optional ones. When it goes back and forth, talk in a call or pair, and write the
outcome down. Say what is good.$$),
  ('b5000000-0000-4000-8000-000000000003', 'behavioural', 'collaboration', 'hard', 'short_answer', 10, 120,
   $$Two teams depend on each other and argue about an interface; each says that the other one should adapt.
How do you bring this to a decision? Name the steps.$$,
   array['goal|goals|common goal|shared goal|purpose|user need|needs|requirements|interests|constraints|priorities',
         'options|option|alternatives|alternative|trade-offs|trade-off|tradeoffs|tradeoff|pros and cons|cost|costs',
         'criteria|data|evidence|prototype|measure|measurement|facts|experiment|estimate|estimates',
         'decides|decide|decider|decision maker|owner|escalate|escalation|deadline',
         'document|documented|documents|write down|written|written down|record|recorded|decision record|ADR|contract'],
   $$Bring both teams together and state the common goal and each side's constraints. Write down two or three options with their costs and
trade-offs. Agree on criteria, and use data or a small prototype where opinions differ. Name who decides and by when; escalate together,
with the options, if there is no agreement. Document the decision and the interface contract, and check later whether it holds.$$),
  ('b5000000-0000-4000-8000-000000000004', 'behavioural', 'ownership', 'easy', 'short_answer', 10, 90,
   $$You notice on Tuesday that the feature promised for Friday will not be finished.
What do you tell your lead, when, and what do you bring along?$$,
   array['early|now|today|immediately|at once|right away|as soon as possible|straight away|same day|promptly',
         'reason|reasons|why|cause|causes|blocker|blockers',
         'options|option|alternatives|alternative|scope|reduce|smaller|proposal|plan|help',
         'new date|later date|estimate|estimated|realistic|forecast|timeline'],
   $$Tell them at once, on Tuesday, not on Friday. Say what is done, what is missing and the reason.
Bring options: a smaller scope on Friday, help from a colleague, or a later date with a realistic estimate, and say which one you recommend.$$),
  ('b5000000-0000-4000-8000-000000000005', 'behavioural', 'ownership', 'medium', 'short_answer', 10, 120,
   $$What makes an incident review blameless, and what should come out of it? Name at least four things.$$,
   array['blame|blamed|blaming|fault|punish|punishment|punished|guilt|guilty|individuals',
         'system|systems|process|processes|conditions|contributing|causes|cause|circumstances',
         'timeline|facts|chronology|sequence|what happened',
         'action|actions|action items|measures|improvements|follow-up|follow-ups|tasks|prevent|prevention',
         'owner|owners|responsible|due date|deadline|dates|tracked|assigned'],
   $$Nobody is blamed or punished: it assumes that people acted sensibly with what they knew, and looks for causes in systems and
processes. It produces a factual timeline, the contributing causes and why detection or recovery took long,
and a few actions with an owner and a due date, shared so that others learn.$$),
  ('b5000000-0000-4000-8000-000000000006', 'behavioural', 'ownership', 'hard', 'short_answer', 10, 120,
   $$You inherit a critical service whose authors have left. Nothing is written down, nothing is checked automatically, and it must keep running.
What do you do in the first weeks, before you change its behaviour? Name at least four things.$$,
   array['monitoring|monitor|metrics|alerts|alert|logs|logging|observability|dashboard|dashboards',
         'tests|test|characterization|characterisation|testing|regression|safety net',
         'document|documentation|documenting|diagram|runbook|notes|write down|readme|map',
         'talk|users|former|stakeholders|ask|interview|people|colleagues|consumers|clients',
         'backup|backups|restore|rollback|roll back|deploy|deployment|build|recovery|reproducible'],
   $$Talk to its users and to people who worked on it; find out what must never break. Make sure it can be built, deployed and rolled back,
and that backups can be restored. Add monitoring and alerts for what users notice. Read the code along real requests and write
down a map and a runbook. Add characterization tests around the riskiest paths before the first change.$$),
  ('b5000000-0000-4000-8000-000000000007', 'behavioural', 'leadership', 'easy', 'short_answer', 10, 90,
   $$In the SBI model, feedback has three parts. Name them and give a short example of feedback to a colleague
who interrupted others in a meeting.$$,
   array['situation|situations',
         'behaviour|behavior|behaviours|behaviors',
         'impact|impacts|effect|consequence'],
   $$Situation, behaviour, impact. "In yesterday's planning meeting (situation) you interrupted Ana twice while she explained the risk
(behaviour). She stopped speaking, and we missed her point until today (impact)." Then ask how they saw it.$$),
  ('b5000000-0000-4000-8000-000000000008', 'behavioural', 'leadership', 'medium', 'short_answer', 10, 120,
   $$You hand over an important task to a less experienced colleague.
What do you agree on at the start, and how do you support without taking over? Name at least four things.$$,
   array['goal|goals|outcome|outcomes|expectation|expectations|purpose|why|result|success|definition of done',
         'authority|autonomy|decide|decides|decisions|freedom|scope|boundaries|constraints|limits',
         'check-in|check-ins|checkpoint|checkpoints|milestone|milestones|regular|regularly|weekly|review|reviews|progress',
         'questions|help|available|ask|coach|coaching|pair|pairing|mentor|resources',
         'credit|recognition|visible|feedback|thanks|mistakes|learn|learning|ownership'],
   $$Agree on the goal, why it matters and how success is recognized; on what they decide alone and where the boundaries are;
and on check-ins at agreed milestones. Be available for help, answer with questions rather than solutions, and pair when it
stalls. Accept another way than your own, let small mistakes be made, give feedback, and make the credit visible as theirs.$$),
  ('b5000000-0000-4000-8000-000000000009', 'behavioural', 'leadership', 'hard', 'short_answer', 10, 120,
   $$The business asks for features only, and the team sees growing technical debt.
How do you make the case for reducing it and get it into the plan? Name the arguments and practices you would use.$$,
   array['cost|costs|money|time lost|hours|slower|slow|delay|delays|delivery|lead time|velocity|speed',
         'risk|risks|incident|incidents|outage|outages|bugs|defects|security|failure|failures',
         'data|measure|measured|metrics|numbers|evidence|examples|quantify|concrete',
         'prioritize|prioritise|priority|prioritized|smallest|most expensive|hotspots|selected|ranked|worst|list',
         'roadmap|backlog|percentage|capacity|budget|share|alongside|incremental|incrementally|small steps|part of features|each sprint'],
   $$Speak in terms of the business: which debt makes which features slower, what it costs in lead time, and which incidents and risks come
from it, with data and concrete examples. Prioritize: name the few worst spots and what each would save. Work incrementally,
as part of features that touch them and with an agreed share of capacity, and show the effect afterwards in the same numbers.$$);

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, criteria, sample_solution) values
  ('b5000000-0000-4000-8000-000000000010', 'behavioural', 'collaboration', 'easy', 'open', 15, 180,
   $$Tell me about a time when you helped a colleague who was stuck. What did you do, and how did it end?$$,
   array['situation|3|A concrete situation with enough context to follow',
         'action|7|What the candidate did personally, helping the other to solve it rather than taking over',
         'result|5|A clear outcome and what both took from it'],
   $$A strong answer names one real case, says what the colleague had tried, how the candidate listened and asked before helping,
what they did together, and how it ended: the problem solved, and the colleague able to solve the next one alone.$$),
  ('b5000000-0000-4000-8000-000000000011', 'behavioural', 'collaboration', 'easy', 'open', 15, 180,
   $$Describe how you explained a technical matter to somebody without a technical background. How did you know that you were understood?$$,
   array['audience|6|Starts from what the other person needed to know or decide',
         'means|5|Plain words, an example or a picture; no unexplained jargon',
         'check|4|Checked understanding and adapted'],
   $$A strong answer says who the person was and what they had to decide, how the matter was reduced to that,
which comparison, example or drawing was used, and how understanding was checked, for example by letting the person sum it up.$$),
  ('b5000000-0000-4000-8000-000000000012', 'behavioural', 'collaboration', 'medium', 'open', 20, 240,
   $$Tell me about a serious disagreement with a colleague on a technical decision. How was it resolved, and what would you do differently?$$,
   array['situation|4|Presents both positions fairly, with what was at stake',
         'action|8|Listened, looked for facts or an experiment, kept the relationship intact',
         'result|4|A decision was reached and carried by both, whoever was right',
         'reflection|4|An honest view of their own part and what they would change'],
   $$A strong answer can state the other position so that its owner would agree, describes how facts, a prototype or shared criteria moved the
discussion, how the decision was made, that the candidate supported it afterwards, and one thing they would do earlier or otherwise.$$),
  ('b5000000-0000-4000-8000-000000000013', 'behavioural', 'collaboration', 'medium', 'open', 20, 240,
   $$Tell me about a project in which you depended on another team that had other priorities. How did you get what you needed?$$,
   array['situation|4|Explains the dependency and why it mattered',
         'understanding|5|Found out the other team''s goals and limits',
         'action|7|Made it easy to help: early request, clear need, own contribution, alternatives, fair escalation',
         'result|4|Outcome for the project and for the relationship'],
   $$A strong answer shows an early, precise request, interest in the other team's goals, an offer (a pull request, a smaller need, a later date),
a fallback in case it fails, and escalation in the open and only after talking. It ends with the result and a relationship that still works.$$),
  ('b5000000-0000-4000-8000-000000000014', 'behavioural', 'collaboration', 'hard', 'open', 25, 300,
   $$Describe a time when you worked with somebody whose behaviour made the team's work harder.
What did you do, where did you draw a line, and what happened?$$,
   array['situation|4|Describes behaviour and its effect without labelling the person',
         'conversation|8|Spoke with the person directly and early, with concrete observations and curiosity about causes',
         'boundaries|6|Protected the team, involved a lead when it was needed, stayed fair',
         'result|4|An honest outcome, also when it was not a happy one',
         'reflection|3|What they learned about their own part'],
   $$A strong answer describes observable behaviour and its effect, a private conversation with concrete examples, an attempt to understand the
cause, agreements and whether they held, when and how a manager was involved, and an honest end, with what the candidate learned.$$),
  ('b5000000-0000-4000-8000-000000000015', 'behavioural', 'collaboration', 'hard', 'open', 25, 300,
   $$Tell me about a decision of your team or company that you argued against and that was taken anyway. What did you do then?$$,
   array['argument|7|Made the case with facts, in the right place and at the right time',
         'commitment|8|Supported the decision afterwards, or said openly where the limit was',
         'judgement|6|Watched agreed signals, and raised it again only with new facts',
         'reflection|4|Says honestly who turned out to be right and what followed from it'],
   $$A strong answer shows a clear argument made before the decision, an understanding of why others decided otherwise, real support
afterwards without "I told you so", signals that were agreed on for looking at it again, and an honest look back.$$),
  ('b5000000-0000-4000-8000-000000000016', 'behavioural', 'ownership', 'easy', 'open', 15, 180,
   $$Tell me about a mistake you made at work. How did it come to light, what did you do, and what changed afterwards?$$,
   array['honesty|5|A real mistake of their own, stated plainly, without blaming others',
         'action|5|Told those affected quickly and repaired the damage',
         'change|5|A concrete change so that it does not happen again'],
   $$A strong answer names a real mistake with consequences, says how quickly it was reported and to whom, how it was repaired, and one lasting
change (a check, a test, a habit) that prevents it, without blame and without a disguised success.$$),
  ('b5000000-0000-4000-8000-000000000017', 'behavioural', 'ownership', 'easy', 'open', 15, 180,
   $$Describe something you improved at work although nobody had asked you to. Why did you choose it, and what came of it?$$,
   array['choice|5|A problem that mattered to others, chosen with a reason',
         'action|6|What they did, and how they involved the people concerned',
         'result|4|A visible effect, with a number if possible'],
   $$A strong answer says who suffered from the problem and how often, why it was worth the time beside planned work, how colleagues were
involved, and what changed, for example minutes saved per build or fewer questions to support.$$),
  ('b5000000-0000-4000-8000-000000000018', 'behavioural', 'ownership', 'medium', 'open', 20, 240,
   $$Tell me about a time when you had to deliver with unclear or changing requirements. How did you find out what to build?$$,
   array['situation|4|What was unclear, and why',
         'clarification|8|Asked the right people, wrote assumptions down, showed something early',
         'adaptation|4|Worked in small steps and dealt with changes without losing the goal',
         'result|4|What was delivered and how it was received'],
   $$A strong answer shows questions about the goal rather than the feature, written assumptions with a date for confirming them, an early
sketch or slice shown to real users, small steps that are cheap to change, and a result that was used.$$),
  ('b5000000-0000-4000-8000-000000000019', 'behavioural', 'ownership', 'medium', 'open', 20, 240,
   $$Describe a time when you had more to do than time allowed. How did you decide what not to do, and whom did you tell?$$,
   array['overview|5|Knew what there was to do, with its value, effort and dates',
         'choice|7|A clear reason for what was done, postponed and dropped',
         'communication|5|Told those affected early, with consequences and alternatives',
         'result|3|Outcome and what was changed so that it does not recur'],
   $$A strong answer lists the work with its value and its dates, says by which rule it was ordered, names something real that was dropped or
postponed, shows that those affected heard of it early with a choice, and ends with the outcome.$$),
  ('b5000000-0000-4000-8000-000000000020', 'behavioural', 'ownership', 'hard', 'open', 25, 300,
   $$Tell me about a production incident in which you had a leading part.
What was your role, which decisions did you take with incomplete information, and what changed because of it?$$,
   array['role|4|The candidate''s own role is clear, and so is the impact on users',
         'decisions|9|Explains decisions under uncertainty, with what was known then and which risks were weighed',
         'communication|5|Kept others informed and divided the work',
         'improvement|7|Lasting improvements with evidence that they worked'],
   $$A strong answer gives impact and timeline briefly, names the candidate's own decisions (roll back or fix forward, switch off a feature,
wake somebody) with what was known at that time, shows calm communication, and names lasting changes with proof,
for example that the same fault was later caught before users noticed.$$),
  ('b5000000-0000-4000-8000-000000000021', 'behavioural', 'ownership', 'hard', 'open', 25, 300,
   $$Describe a project that failed or was stopped although you believed in it. What was your share in it, and when should it have been stopped?$$,
   array['honesty|7|A real failure, with an honest view of their own share',
         'analysis|8|Recognizes early signs, assumptions that were wrong, and the point where stopping was right',
         'conduct|5|Behaved responsibly at the end: saved what was useful, took care of the people and users concerned',
         'learning|5|Shows how later work was done differently'],
   $$A strong answer names the goal and why it failed, the candidate's own wrong assumption or silence, the first sign that was overlooked, and
the point at which stopping would have been right; how it was wound up; and a later project where the lesson was applied.$$),
  ('b5000000-0000-4000-8000-000000000022', 'behavioural', 'leadership', 'easy', 'open', 15, 180,
   $$How have you helped a new colleague to become productive? Describe what you did in the first weeks.$$,
   array['plan|5|A deliberate start: environment, people, a first small task that reaches production',
         'support|6|Regular contact, safe questions, knowledge shared or written down',
         'result|4|How it went, and what was improved for the next person'],
   $$A strong answer describes a first task that reached production in the first days, fixed times for questions, introductions to the people
who matter, gaps in the documentation that were closed on the way, and how soon the colleague worked alone.$$),
  ('b5000000-0000-4000-8000-000000000023', 'behavioural', 'leadership', 'easy', 'open', 15, 180,
   $$Tell me about a meeting or a routine of your team that you made more useful. What was wrong with it, and what did you change?$$,
   array['problem|5|Names the purpose and what did not work, with a sign of it',
         'change|6|A concrete change, agreed with the team and tried out',
         'result|4|What became better, and how that was noticed'],
   $$A strong answer names the purpose of the meeting, what it cost and why it failed, the change that was tried for a limited time
(an agenda, fewer people, a written update instead), and how the team judged it afterwards.$$),
  ('b5000000-0000-4000-8000-000000000024', 'behavioural', 'leadership', 'medium', 'open', 20, 240,
   $$Describe a time when you gave somebody difficult feedback. How did you prepare, what did you say, and what happened afterwards?$$,
   array['preparation|5|Concrete observations, the right time and place, a clear intention',
         'conversation|8|Described behaviour and effect, listened, agreed on a next step',
         'followup|4|Came back to it and noticed progress',
         'reflection|3|What they would do differently'],
   $$A strong answer shows preparation with concrete observations, a private and early conversation about behaviour and its effect, real
interest in the other view, an agreed next step, a later follow-up, and an honest view of what could have been said better.$$),
  ('b5000000-0000-4000-8000-000000000025', 'behavioural', 'leadership', 'medium', 'open', 20, 240,
   $$Tell me about a time when you convinced others of a technical direction without having the authority to decide it.$$,
   array['situation|3|What was at stake, and who had to agree',
         'understanding|5|Learned the concerns of the others and took them up',
         'persuasion|8|Evidence, a prototype or a written proposal, and allies, instead of pressure',
         'result|4|Adoption and its effect, including what was given up'],
   $$A strong answer shows conversations one by one before the meeting, a short written proposal with alternatives and costs, a prototype or
numbers for the disputed point, changes made because of objections, and how the result held up after some months.$$),
  ('b5000000-0000-4000-8000-000000000026', 'behavioural', 'leadership', 'hard', 'open', 25, 300,
   $$Tell me about a time when you led a team through a change that many of them did not want.
How did you decide on the course, how did you deal with resistance, and what did it cost?$$,
   array['reason|5|Explains why the change was needed and what the alternatives were',
         'people|9|Took concerns seriously, involved people in how it was done, was honest about losses',
         'execution|6|Steps, support, visible progress, and corrections on the way',
         'result|5|Outcome and cost, honestly, with what they learned'],
   $$A strong answer explains the reason in terms the team could test, distinguishes what was open to discussion from what was not, shows
concerns that changed the plan, support such as time and training, early signs of progress, and the price,
for example somebody who left, with what the candidate would do differently.$$),
  ('b5000000-0000-4000-8000-000000000027', 'behavioural', 'leadership', 'hard', 'open', 25, 300,
   $$Describe a situation in which somebody on your team did not perform as needed over a longer time.
What did you do, step by step, and how did you treat the person and the rest of the team fairly?$$,
   array['facts|5|Clear expectations and concrete observations instead of impressions',
         'support|8|Looked for causes, offered help, agreed on goals with dates',
         'consequence|7|Followed up, decided in time, and stayed respectful and within the rules of the company',
         'team|5|Protected confidentiality and the workload and morale of the others'],
   $$A strong answer begins with expectations that were made clear and concrete gaps, an early private conversation about causes, support and
goals with dates, regular follow-up in writing, involvement of the manager or HR where needed, a decision in reasonable time in either
direction, and care for the others without talking about the person.$$);

-- One more question per domain: a practice run can have ten questions of one domain -------------------

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, options, correct_option) values
  ('b1000000-0000-4000-8000-000000000028', 'frontend', 'javascript', 'medium', 'mcq', 10, 60,
   $$`const copy = {...settings}` is followed by `copy.theme.dark = true`, where `theme` is an object. What happens to `settings`?$$,
   array['Nothing: the spread made an independent copy of everything',
         '`settings.theme.dark` is true as well: the spread copies one level, and both share the same `theme`',
         'The assignment throws, because `copy` is a `const`',
         '`settings.theme` becomes undefined, because spreading moves nested objects'], 'b'),
  ('b1000000-0000-4000-8000-000000000029', 'frontend', 'react', 'medium', 'mcq', 10, 60,
   $$A list can be sorted and filtered, and each row has a text input. After sorting, typed texts appear in the wrong rows.
The rows are rendered with `key={index}`. What is the fix?$$,
   array['Wrap each row in `React.memo`',
         'Leave the `key` out, so that React compares the rows itself',
         'Use an id of the row''s data as `key`, so that state follows the data',
         'Use `key={Math.random()}`, so that no two rows ever share one'], 'c'),
  ('b1000000-0000-4000-8000-000000000030', 'frontend', 'web_platform', 'medium', 'mcq', 10, 60,
   $$A session cookie must never be readable by scripts, never travel over plain HTTP, and not be sent with a POST that another site starts.
Which attributes does it need?$$,
   array['`HttpOnly; Secure; SameSite=Lax`',
         '`HttpOnly; SameSite=None`',
         '`Secure; Path=/; Max-Age=3600`',
         '`HttpOnly; Domain=app.example; Partitioned`'], 'a'),
  ('b2000000-0000-4000-8000-000000000028', 'backend', 'api_design', 'medium', 'mcq', 10, 60,
   $$A list of orders is paged with `?page=7&size=50`, newest first, while new orders arrive all the time.
Clients complain that orders appear twice, and that late pages are slow. Which change removes both?$$,
   array['Larger pages, so that there are fewer of them',
         'A cursor that holds the last order''s time and id, and an index in that order',
         'A cache of each page for one minute',
         'The total count in every answer, so that clients notice'], 'b'),
  ('b2000000-0000-4000-8000-000000000029', 'backend', 'databases', 'medium', 'mcq', 10, 60,
   $$A PostgreSQL table has an index on `(customer_id, created_at)`. Which query can this index serve without a sort?$$,
   array['`where created_at > $1 order by customer_id`',
         '`where customer_id = $1 order by total desc limit 10`',
         '`where customer_id = $1 order by created_at desc limit 10`',
         '`where lower(customer_id) = $1 order by created_at`'], 'c'),
  ('b2000000-0000-4000-8000-000000000030', 'backend', 'distributed_systems', 'medium', 'mcq', 10, 60,
   $$A service writes an order to its database and then publishes an event to a message broker. It crashes in between, and the event is lost.
Which change makes sure that every stored order is published at least once?$$,
   array['Publish first and write the order afterwards',
         'Write the event into a table in the same transaction, and let a relay publish what is in it',
         'Publish again in the error handler of the request',
         'Give the broker a longer timeout'], 'b'),
  ('b3000000-0000-4000-8000-000000000028', 'data', 'sql', 'medium', 'mcq', 10, 60,
   $$`select * from a where a.id not in (select b.a_id from b)` returns no rows, although most ids of `a` do not appear in `b`. Why?$$,
   array['`b.a_id` holds a null, and `not in` is then never true',
         '`not in` works on constants only',
         'The subquery returns duplicates, which cancel each other out',
         '`select *` cannot be combined with a subquery'], 'a'),
  ('b3000000-0000-4000-8000-000000000029', 'data', 'pipelines', 'medium', 'mcq', 10, 60,
   $$A nightly job loads yesterday's sales. When it is repeated after a failure, some sales are counted twice.
Which change makes a repeat harmless?$$,
   array['A second job that sends an alert when the total looks high',
         'A longer pause before the job is repeated',
         'Replace the day''s partition as a whole, in one transaction',
         'Append with the time of loading in an extra column'], 'c'),
  ('b3000000-0000-4000-8000-000000000030', 'data', 'statistics', 'medium', 'mcq', 10, 60,
   $$An A/B test is looked at every morning and stopped on the first day with p < 0.05. There is no real difference between A and B.
What does this do to the share of tests that announce a winner?$$,
   array['It stays at 5 %, because each look uses the same bound',
         'It rises well above 5 %, because each look is another chance to be fooled',
         'It falls below 5 %, because more data are used',
         'It depends only on the number of visitors on the last day'], 'b'),
  ('b4000000-0000-4000-8000-000000000028', 'devops', 'containers', 'medium', 'mcq', 10, 60,
   $$A container gets SIGTERM when it is stopped, and is killed ten seconds later every time, although the program handles SIGTERM.
The Dockerfile ends with `CMD npm start`. What is the likely cause?$$,
   array['Node.js cannot receive signals inside a container',
         'The image is too large to stop in time',
         'A shell or npm is the first process and does not pass the signal on to the program',
         'Containers get SIGKILL only, never SIGTERM'], 'c'),
  ('b4000000-0000-4000-8000-000000000029', 'devops', 'ci_cd', 'medium', 'mcq', 10, 60,
   $$A release renames a column that the running version still reads. Deployment replaces servers one by one.
Which order avoids errors?$$,
   array['Add the new column and write both, move readers over, and drop the old column in a later release',
         'Rename the column first, then deploy as fast as possible',
         'Deploy first, then rename the column at night',
         'Rename the column in the same step that starts the first new server'], 'a'),
  ('b4000000-0000-4000-8000-000000000030', 'devops', 'observability', 'medium', 'mcq', 10, 60,
   $$The average response time of a service is steady at 120 ms, but some users report waits of several seconds.
Which measurement shows their problem?$$,
   array['The average over a longer period',
         'The CPU load of the servers',
         'The number of requests per second',
         'High percentiles of the response time, such as p99, per endpoint'], 'd');

insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt, keywords, sample_solution) values
  ('b5000000-0000-4000-8000-000000000028', 'behavioural', 'collaboration', 'medium', 'short_answer', 10, 120,
   $$A colleague's review of your change is long and partly wrong, and its tone annoys you. What do you do, in which order?$$,
   array['understand|ask|question|questions|clarify|read again|what they mean',
         'facts|evidence|test|measure|example|reasons|reasoning',
         'talk|call|in person|meet|conversation|face to face',
         'accept|right|fix|agree|valid|useful'],
   $$I wait until I can answer calmly, and first make sure that I understand each point; I ask where I do not. I fix what is right and say so.
Where I disagree I give reasons or evidence, such as a test. If it goes back and forth, we talk, and write the outcome into the review.$$),
  ('b5000000-0000-4000-8000-000000000029', 'behavioural', 'ownership', 'medium', 'short_answer', 10, 120,
   $$On Thursday you see that your part of Monday's release will not be ready. What do you say, to whom, and what do you offer?$$,
   array['early|at once|immediately|now|right away|same day|today',
         'manager|lead|team|stakeholders|product owner|release owner',
         'options|alternatives|smaller|scope|cut|feature flag|postpone|partial',
         'reason|cause|why|plan|estimate|new date'],
   $$I tell the lead and everybody who depends on it at once, with the cause and a realistic estimate. I bring options: a smaller scope behind
a feature flag, help with one piece, or a later date, and say which I recommend.$$),
  ('b5000000-0000-4000-8000-000000000030', 'behavioural', 'leadership', 'medium', 'short_answer', 10, 120,
   $$Two engineers of your team disagree about a design for a week, and work stands still. How do you bring it to a decision?$$,
   array['criteria|requirements|goals|goal|constraints|what matters',
         'both|each|listen|hear|sides|arguments',
         'deadline|time box|timebox|by when|date|time-boxed',
         'decide|decision|decider|owner|document|written|record',
         'prototype|experiment|spike|measure|reversible|revisit'],
   $$I have both write down their design against criteria that we agree on first, and listen to each side. If facts are missing, a short
prototype with a deadline gets them. Then one named person decides, we write down why, and everybody carries it, until new facts call for a review.$$);

-- Convert the short form to questions and keys ------------------------------------------------------

insert into reprise.questions (id, organization_id, interview_type, domain, difficulty, kind,
                              prompt, options, points, time_limit_seconds)
select id, null, interview_type, domain, difficulty, kind, prompt,
       (select jsonb_agg(jsonb_build_object('id', chr(96 + choice.place::integer), 'text', choice.text) order by choice.place)
        from unnest(options) with ordinality as choice(text, place)),
       points, time_limit_seconds
from seed_questions
on conflict do nothing;

insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria)
select id, correct_option,
       coalesce(
         (select jsonb_agg(jsonb_build_object('keyword', word[1], 'synonyms', to_jsonb(word[2:])) order by line.place)
          from unnest(keywords) with ordinality as line(text, place), string_to_array(line.text, '|') as word), '[]'),
       sample_solution,
       coalesce(
         (select jsonb_agg(jsonb_build_object('id', part[1], 'text', part[3], 'points', part[2]::integer) order by line.place)
          from unnest(criteria) with ordinality as line(text, place), string_to_array(line.text, '|') as part), '[]')
from seed_questions
on conflict do nothing;

drop table seed_questions;


-- 6. Templates of prep sessions for common roles ----------------------------------------------------

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
   'You must send an e-mail whenever an order is stored, never twice and never not. How?',
   'An outbox row in the same transaction as the order; a worker sends it and marks it, with the message id as the provider''s idempotency key. '
   'Exactly once does not exist over a network: at least once, with repeats that do nothing.',
   'Say what happens when the worker dies after sending.'),
  ('backend-engineer', 'q5', 'Operations', 'medium',
   'How do you change a column''s type in a table that is used all day?',
   'Add a new column, write both, backfill in small batches, switch the reads, drop the old one: each step is deployed by itself and can be taken back.',
   'Mention locks and how long they are held.'),
  ('backend-engineer', 'q6', 'Behavioural', 'medium',
   'Tell me of an outage that you caused. What did you do in the first ten minutes?',
   '[What broke, how you noticed.] I told the others first, took the change back before I understood it, and looked for the cause once users were '
   'fine. [What you changed afterwards so that it cannot happen again.]',
   'Own it; end with what is different now.'),
  ('frontend-engineer', 'q1', 'Browser', 'easy',
   'What happens between typing an address and seeing the page?',
   'Name resolution, connection and TLS, the request, the HTML parsed as it arrives, styles and scripts that block it, layout, paint, and then '
   'what scripts add. I go as deep as the interviewer wants at any step.',
   'Offer depth where you are strong.'),
  ('frontend-engineer', 'q2', 'State', 'medium',
   'Where does state belong: component, store, address or server?',
   'As close to its only user as possible; in the address if a link should restore it; on the server if another device should see it. A global '
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
   'A form saves by itself, and the network is bad. How is no text lost?',
   'Keep what was typed locally until the server has confirmed it, send only changes with a version, retry with the same id, and on a conflict '
   'show both texts. The display says what is saved and what is not.',
   'Name the moment at which text could be lost.'),
  ('frontend-engineer', 'q6', 'Behavioural', 'easy',
   'Tell me of a disagreement with a designer, and how it ended.',
   '[What each of you wanted and why.] I asked what the design should achieve, built the cheapest version of both, and we let users decide. [What '
   'came out, what you learned.]',
   'Show respect for the other''s reasons.'),
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
   'Say who pays for waiting.'),
  ('data-engineer', 'q6', 'Behavioural', 'medium',
   'Tell me of a number you published that was wrong.',
   '[The number and who used it.] I said so before anybody asked, told everyone who had it, and corrected it with the reason. [The check you added.]',
   'Speed of telling matters more than the mistake.'),
  ('devops-engineer', 'q1', 'Reliability', 'easy',
   'What is an error budget good for?',
   'It turns reliability into a number that both sides agreed on: while it lasts we ship, when it is spent we repair. It ends the quarrel of speed '
   'against stability.',
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
   'From a secret store by the identity of the workload, not from the image or the repository. Two valid at a time: add the new one, move '
   'everything over, remove the old one.',
   'Rotation without downtime is the test.'),
  ('devops-engineer', 'q5', 'Capacity', 'hard',
   'Latency is fine at 60 % load and terrible at 80 %. Why?',
   'Queues: waiting time grows with the inverse of what is free, and bursts make it worse. I look for the one saturated resource, and shed or '
   'limit load before the knee.',
   'Draw the curve.'),
  ('devops-engineer', 'q6', 'Behavioural', 'medium',
   'Tell me of toil that you got rid of.',
   '[What was done by hand, how often, how long.] I measured it for a week, automated the worst part first, and kept a switch for doing it by '
   'hand. [Hours saved.]',
   'Numbers before and after.'),
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
   'Tell me of a migration that went wrong.',
   '[What was migrated and what broke.] I stopped it at the point we had agreed on beforehand, went back, and repeated it on a copy of the data '
   'until it was boring. [What you do differently.]',
   'The plan to go back is the story.'),
  ('engineering-manager', 'q1', 'People', 'medium',
   'Tell me of somebody on your team who did not perform, and what you did.',
   '[The situation, without a name.] I said early and concretely what I saw, asked what was behind it, agreed on goals with dates, and helped '
   'weekly. [How it ended, also if they left.]',
   'Fairness and clarity, in that order.'),
  ('engineering-manager', 'q2', 'Delivery', 'medium',
   'A date cannot be kept. When and how do you say so?',
   'As soon as I think so, not when I am sure: with what we know, the options (less, later, otherwise) and my recommendation. [An example.]',
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
   'Tell me of somebody who grew because of you.',
   '[Where they were.] I gave away a task that I liked doing, stayed reachable, and made their success visible to others. [Where they are now.]',
   'It is their story; you are in the second row.'),
  ('engineering-manager', 'q6', 'Strategy', 'hard',
   'How do you balance features and technical debt?',
   'I do not call it debt but name its price: hours a week, incidents a month. What costs most is planned like a feature, with a result that can '
   'be measured. [An example.]',
   'Numbers, not metaphors.');

insert into reprise.prep_templates (id, name, mode, skill, sort, document)
select role.id, role.name, role.mode, role.skill, role.sort, jsonb_build_object(
  'questions', (
    select jsonb_object_agg(q.id, jsonb_build_object(
      'question', q.question, 'answer', q.answer, 'category', q.category, 'difficulty', q.difficulty, 'tips', jsonb_build_array(q.tip)
    )) from seed_prep_questions q where q.template = role.id
  ),
  'star_stories', jsonb_build_object('s1', jsonb_build_object(
    'title', 'The work I am proudest of', 'situation', '[Where you were, what was at stake.]', 'task', '[What exactly was yours to do.]',
    'action', 'First I [found out, measured, asked]. Then I [did], because [reason].', 'result', '[What changed, in numbers, and what you learned.]'
  ))
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


-- 7. Interview "Backend conversation" (public): a conversation instead of questions -----------------------

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
