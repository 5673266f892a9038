"""Where the figures come from, in SQL: rows of what happened in a month, each for the figures it counts in.

A source gives `figure`, `item` (counted once a month, however often it is found), `client`, `day` (in the practice's zone: whose
chart it was then) and `minutes` (of medians alone).
"""

SINCE, UNTIL = "$1::timestamptz", "$2::timestamptz"
"""The moments between which the month lies."""
LAST = f"({UNTIL} - interval '1 second')"
ZONE = "$3::text"
"""The practice's."""
NOW = "$4::timestamptz"
"""The moment of counting."""

DAYS = "floor(extract(epoch from {at}) / 86400)"
MONDAY = 3
"""By how many days 1 January 1970 came after a Monday."""
WORKED = (
    f"(floor(({DAYS} + {MONDAY}) / 7) * 5 + least(mod({DAYS} + {MONDAY}, 7), 5)"
    f" + case when mod({DAYS} + {MONDAY}, 7) < 5 then mod(extract(epoch from {{at}}), 86400) / 86400 else 0 end)"
)
"""How many working days had passed before a moment on the wall clock: the same as `messages.rules.waiting_from` counts."""


def worked(at: str) -> str:
    """Give the SQL of the working days that had passed before a moment, by the practice's clocks on the wall."""
    return WORKED.format(at=f"({at} at time zone {ZONE})")


def day_of(at: str) -> str:
    return f"({at} at time zone {ZONE})::date"


def minutes(since: str, until: str) -> str:
    return f"(extract(epoch from {until} - {since}) / 60)::bigint"


def in_month(at: str) -> str:
    return f"({at} >= {SINCE} and {at} < {UNTIL})"


IN_CARE = f"""
select 'in_care' as figure, id as item, id as client, least({day_of(LAST)}, {day_of(NOW)}) as day,
  null::bigint as minutes
from client where created_at < {UNTIL} and {SINCE} < {UNTIL} and (discharged_on is null or discharged_on >= {day_of(UNTIL)})
"""
GETTING_IN = f"""
select counted.figure, counted.item, event.client, {day_of("event.at")} as day, null::bigint as minutes
from audit_event event cross join lateral (values
  ('invited', event.client, event.kind in ('credentials_emailed', 'login_added')),
  ('signed_in', event.client, event.kind = 'signed_in'),
  ('sign_ins', event.id, event.kind = 'signed_in'),
  ('first_sign_ins', event.client, event.kind = 'signed_in' and not exists (select from audit_event earlier
    where earlier.client = event.client and earlier.kind = 'signed_in' and earlier.at < {SINCE}))
) counted (figure, item, counts)
where {in_month("event.at")} and event.kind in ('signed_in', 'credentials_emailed', 'login_added')
  and event.client is not null and counted.counts
"""
UNDELIVERED = f"""
select 'undelivered' as figure, opens.client as item, opens.client, {day_of("link.made_at")} as day, null::bigint as minutes
from sign_in_link link join chart_grant opens on opens.account = link.account and opens.revoked_at is null
where {in_month("link.made_at")} and link.delivery = 'undeliverable'
"""
FORMS = f"""
select counted.figure, form.id as item, form.client, counted.day, counted.minutes
from form_assignment form cross join lateral (values
  ('forms_assigned', {in_month("form.assigned_at")}, {day_of("form.assigned_at")}, null::bigint),
  ('forms_sent', {in_month("form.completed_at")}, {day_of("form.completed_at")}, null),
  ('form_minutes', {in_month("form.completed_at")}, {day_of("form.completed_at")},
    {minutes("form.assigned_at", "form.completed_at")}),
  ('forms_overdue', form.due_on >= {day_of(SINCE)} and form.due_on < least({day_of(UNTIL)}, {day_of(NOW)})
    and form.taken_back_at is null
    and (form.completed_at is null or {day_of("form.completed_at")} > form.due_on), form.due_on, null)
) counted (figure, counts, day, minutes)
where ({in_month("form.assigned_at")} or {in_month("form.completed_at")}
    or form.due_on between {day_of(SINCE)} and {day_of(UNTIL)}) and counted.counts
"""
MESSAGES = f"""
select counted.figure, sent.id as item, sent.client, {day_of("sent.sent_at")} as day, counted.minutes
from (
  select message.id, message.client, message.sent_at, message.from_client, asked.at as asked_at,
    task_type.usual_working_days as usual,
    {worked("message.sent_at")} - {worked("asked.at")} as took
  from message join message_thread thread on thread.id = message.thread join task_type on task_type.id = thread.task_type
  left join lateral (select min(asking.sent_at) as at from message asking
    where asking.thread = message.thread and asking.from_client and asking.sent_at < message.sent_at
      and asking.sent_at > coalesce((select max(before.sent_at) from message before
        where before.thread = message.thread and not before.from_client and before.sent_at < message.sent_at), '-infinity')
  ) asked on not message.from_client
  where {in_month("message.sent_at")}
) sent cross join lateral (values
  ('messages_received', sent.from_client, null::bigint),
  ('messages_sent', not sent.from_client, null),
  ('answers_in_time', sent.took <= sent.usual, null),
  ('answers_late', sent.took > sent.usual, null),
  ('answers_untimed', sent.asked_at is not null and sent.usual is null, null),
  ('answer_minutes', sent.asked_at is not null, {minutes("sent.asked_at", "sent.sent_at")})
) counted (figure, counts, minutes)
where counted.counts
"""
ALERTS = f"""
select counted.figure, raised.item, raised.client, {day_of("raised.at")} as day, counted.minutes
from (
  select (min(id::text))::uuid as item, client, min(raised_at) as at,
    least(min(acknowledged_at), min(done_at)) as seen_at
  from alert where {in_month("raised_at")} group by client, kind, object_id, event
) raised cross join lateral (values
  ('alerts', true, null::bigint),
  ('alerts_seen', raised.seen_at is not null, null),
  ('alert_minutes', raised.seen_at is not null, {minutes("raised.at", "greatest(raised.seen_at, raised.at)")})
) counted (figure, counts, minutes)
where counted.counts
"""
SAFETY = f"""
select counted.figure, event.id as item, event.client, {day_of("event.noticed_at")} as day, null::bigint as minutes
from safety_event event cross join lateral (values
  ('safety', true), ('safety_in_time', event.acknowledged_at <= event.escalates_at)
) counted (figure, counts)
where {in_month("event.noticed_at")} and counted.counts
"""
MORE = f"""
select happened.figure, happened.item, happened.client, {day_of("happened.at")} as day, null::bigint as minutes
from (
  select 'documents' as figure, id as item, client, sent_at as at from document
  where from_client and {in_month("sent_at")}
  union all select 'changes', id, client, sent_at from change_request where {in_month("sent_at")}
  union all select 'payments', id, client, paid_at from payment
  where way = 'card' and live and state = 'succeeded' and {in_month("paid_at")}
) happened
"""
SOURCES = (IN_CARE, GETTING_IN, UNDELIVERED, FORMS, MESSAGES, ALERTS, SAFETY, MORE)

STANDING = f"""
select distinct on (client.id) 'stands_' || stands.word as figure, client.id as item, client.id as client,
  {day_of(NOW)} as day, null::bigint as minutes
from client
left join chart_grant opens on opens.client = client.id and opens.revoked_at is null
  and (opens.ends_on is null or opens.ends_on >= {day_of(NOW)})
left join portal_account account on account.id = opens.account
left join account_secret secret on secret.account = account.id
left join lateral (select made_at, ends_at from sign_in_link link
  where link.account = account.id and purpose <> 'reset' order by made_at desc limit 1) invited on true
left join lateral (select delivery from sign_in_link link
  where link.account = account.id order by made_at desc limit 1) last on true
cross join lateral (select case
  when account.id is null then 'never'
  when not account.active or account.suspended_at is not null then 'closed'
  when secret.id is not null and account.last_sign_in_at is not null
    and (invited.made_at is null or account.last_sign_in_at >= invited.made_at) then 'active'
  when invited.made_at is null then 'never'
  when last.delivery = 'undeliverable' then 'undelivered'
  when invited.ends_at <= {NOW} then 'expired' else 'invited' end as word) stands
where {SINCE} < {UNTIL} and (client.discharged_on is null or client.discharged_on >= {day_of(NOW)})
order by client.id, (opens.kind = 'self') desc nulls last, (stands.word = 'active') desc, opens.created_at
"""
"""How the clients in care stand at the moment of counting: by the rules of `accounts.links.rules.status_of`, except that a
login that is locked for a while counts as what it was before."""
