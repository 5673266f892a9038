"""The rows of the crowd that the database makes by itself, from its clients, threads and messages."""

PEOPLE = (
    """
    insert into staff_member (id, first_name, last_name, email, profile, created_at)
    select md5('clinician ' || n)::uuid, 'Clinician', 'Number ' || n, 'c' || n || '@example.org', {profile}, now() - interval '3 years'
    from generate_series(1, {clinicians}) n
    """,
    "update staff_member set profile = {profile} where id in ({terry}, {dana})",
    """
    insert into client_assignment (id, client, staff, role, starts_on)
    select gen_random_uuid(), id, case when number < {first} + {few} then {terry}
      when number < {first} + {few} + {many} then {dana}
      else md5('clinician ' || (1 + number % {clinicians}))::uuid end, 'clinician', current_date - 740
    from client where number >= {first}
    """,
    """
    insert into portal_account (id, username, display_name, email, last_sign_in_at, login_typed, created_at)
    select id, email, first_name || ' ' || last_name, email,
      case when number % 10 < 6 then now() - (number % 400) * interval '1 day' end, false, created_at
    from client where number >= {first} and number % 10 < 8 and email <> ''
    """,
    """
    insert into account_secret (id, account, password_hash, changed_at)
    select gen_random_uuid(), id, '-', created_at from portal_account where last_sign_in_at is not null
      and email like 'person-%'
    """,
    """
    insert into chart_grant (id, account, client, kind, starts_on, created_at)
    select gen_random_uuid(), id, id, 'self', current_date - 735, created_at from portal_account where email like 'person-%'
    """,
    """
    insert into sign_in_link (id, account, purpose, to_address, made_at, ends_at, delivery, delivered_at)
    select gen_random_uuid(), id, 'invitation', email, created_at, created_at + interval '1 day',
      case when hashtext(email) % 40 = 0 then 'undeliverable' else 'sent' end, created_at
    from portal_account where email like 'person-%'
    """,
)
ALERTS = (
    """
    insert into alert (id, event, recipient, kind, client, object_id, raised_at, read_at, acknowledged_at, acknowledged_by,
      done_at, done_by)
    select gen_random_uuid(), event, recipient, kind, client, object_id, raised_at,
      case when seen then raised_at + interval '2 hours' end, case when seen then raised_at + interval '3 hours' end,
      case when seen then recipient end, case when seen then raised_at + interval '4 hours' end,
      case when seen then recipient end
    from (
      select thread.id as event, told.staff as recipient, 'message' as kind, thread.client, thread.id as object_id,
        thread.last_at as raised_at, not thread.unread_by_practice as seen
      from message_thread thread join client_assignment seat on seat.client = thread.client
      cross join lateral (values (seat.staff), ({nora})) told (staff)
      where exists (select from client where client.id = thread.client and client.number >= {first})
      union all
      select gen_random_uuid(), {nora}, 'demographic_update', id, id, created_at, number % 50 > 0
      from client where number >= {first}
    ) told order by raised_at
    """,
)
FORMS = (
    """
    insert into form_assignment (id, client, questionnaire, required, due_on, assigned_at, assigned_by_name, completed_at)
    select gen_random_uuid(), client.id, form.id, true, (client.created_at + (turn * 200 + 14) * interval '1 day')::date,
      client.created_at + turn * interval '200 days', 'Crowd',
      case when (client.number + turn) % 4 > 0
        then client.created_at + (turn * 200 + 1 + client.number % 19) * interval '1 day' end
    from client cross join generate_series(0, 2) turn
    join lateral (select id from questionnaire where url like '%' order by url, id offset turn limit 1) form on true
    where client.number >= {first} and client.created_at + turn * interval '200 days' < now()
    """,
    "delete from form_assignment where completed_at > now()",
)
FILES = (
    """
    insert into stored_file (id, client, place, data_key, name, kind, size_bytes, sha256, from_client, state, received_at, checked_at)
    select gen_random_uuid(), id, gen_random_uuid(), '', '', 'pdf', 20000, '\\x00', true, 'clean', created_at, created_at
    from client where number >= {first}
    """,
)
SAVES = (
    """
    insert into change_request (id, client, section, sent_at, sent_by_kind, sent_by_name)
    select gen_random_uuid(), id, 'basic', created_at + interval '30 days', 'client', 'A client'
    from client where number >= {first} and number % 2 = 0
    """,
    """
    insert into contact (id, client, role, name, phone, added_at)
    select gen_random_uuid(), id, 'emergency_contact', 'Somebody ' || number, '+13125550199', created_at
    from client where number >= {first}
    """,
    """
    insert into insurance_policy (id, client, priority, payer_name, plan, relationship)
    select gen_random_uuid(), id, 1, 'Hilltop Health', 'PPO', 'self' from client where number >= {first} and number % 5 > 0
    """,
)
VISITS = (
    """
    insert into appointment (id, client, clinician, location, starts_at, state, booked_at, placed_at, changed_at)
    select gen_random_uuid(), client.id, seat.staff, (select id from office_location order by name limit 1),
      date_trunc('hour', client.created_at) + turn * interval '240 days' + (client.number % 9 + 14) * interval '1 hour',
      case when client.number % 20 = 0 then 'cancelled' else 'booked' end, client.created_at, client.created_at, client.created_at
    from client join client_assignment seat on seat.client = client.id cross join generate_series(1, 3) turn
    where client.number >= {first}
    """,
)
MONEY = (
    """
    insert into billing_account (id, owed_cents) select id, case when number % 4 = 0 then 4000 else 0 end
    from client where number >= {first}
    """,
    """
    insert into statement (id, client, number, issued_on, due_on, state, total_cents, paid_cents, owed_cents, posted_at, posted_by_name)
    select md5('statement ' || number)::uuid, id, number, created_at::date, created_at::date + 30, 'posted', 4000,
      case when number % 4 > 0 then 4000 else 0 end, case when number % 4 > 0 then 0 else 4000 end, created_at, 'Nora Novak'
    from client where number >= {first}
    """,
    """
    insert into statement_line (id, statement, position, words, charge_cents, insurance_cents, yours_cents)
    select gen_random_uuid(), id, turn, 'Psychotherapy, 45 minutes', 10000, 8000, 2000
    from statement cross join generate_series(1, 2) turn where number >= {first}
    """,
    """
    insert into payment (id, client, number, way, amount_cents, allocated_cents, state, begun_at, paid_at, ended_at, paid_by_name)
    select md5('payment ' || number)::uuid, id, number, case when number % 3 > 0 then 'card' else 'check' end, 4000, 4000,
      'succeeded', created_at + interval '20 days', created_at + interval '20 days', created_at + interval '20 days', 'A client'
    from client where number >= {first} and number % 4 > 0
    """,
    """
    insert into allocation (id, client, payment, statement, cents, cause, at)
    select gen_random_uuid(), client, id, md5('statement ' || number)::uuid, 4000, 'payment', paid_at
    from payment where number >= {first}
    """,
    """
    insert into record_request (id, client, kind, state, account, by_self, asked_by_name, asked_at, due_on, answered_at)
    select gen_random_uuid(), id, 'record', case when number % 1000 = 0 then 'waiting' else 'accepted' end, id, true, 'A client',
      created_at, created_at::date + 30, case when number % 1000 > 0 then created_at + interval '3 days' end
    from client where number >= {first} and number % 20 = 0
    """,
)
LOGS = (
    """
    insert into audit_event (id, at, kind, actor_kind, account, staff, client, object_kind, object_id, mac)
    select gen_random_uuid(), at, kind, case when staff is null then 'client' else 'staff' end, account, staff, client,
      object_kind, object_id, ''
    from (
      select client.created_at + (turn * 61) * interval '1 day' as at, 'signed_in' as kind, client.id as account,
        null::uuid as staff, client.id as client, 'portal_account' as object_kind, client.id as object_id
      from client cross join generate_series(0, 11) turn
      where client.number >= {first} and client.number % 10 < 6
      union all
      select sent_at, case when from_client then 'message_sent' else 'chart_seen' end,
        case when from_client then client end, staff, client, 'message', id from message
    ) happened where at < now() order by at
    """,
    """
    insert into activity_entry (id, client, at, kind, actor_kind, actor_name, object_id)
    select gen_random_uuid(), client, sent_at, case when from_client then 'message_sent' else 'message_answered' end,
      case when from_client then 'client' else 'staff' end, sender_name, id from message order by sent_at
    """,
    """
    insert into client_notice (id, client, account, notice, event, object_id, path, channel, created_at, due_at, state, settled_at)
    select gen_random_uuid(), client, client, 'message', id, thread, '/messages', 'email', sent_at, sent_at,
      case when hashtext(id::text) % 500 = 0 then 'failed' else 'sent' end, sent_at
    from message where not from_client order by sent_at
    """,
    """
    insert into outbox_message (id, kind, payload, created_at, due_at, done_at)
    select gen_random_uuid(), 'messages.sent', '', sent_at, sent_at, sent_at from message where from_client order by sent_at
    """,
)
ROWS = (*PEOPLE, *ALERTS, *FORMS, *FILES, *SAVES, *VISITS, *MONEY, *LOGS)
