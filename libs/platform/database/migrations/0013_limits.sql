-- What keeps one client from taking everything, and what makes a request safe to send again.
grant usage on schema public to quadhelix_limits;
grant usage on schema identity to quadhelix_limits;
grant execute on function identity.introspect(bytea) to quadhelix_limits;
grant select (id, slug, state) on alliances to quadhelix_limits;
grant select (tenant_id, client_id, withdrawn_at) on app_consents to quadhelix_limits;
grant select (tenant_id, person_id) on seats to quadhelix_limits;
create policy limits on alliances for select to quadhelix_limits using (true);
create policy limits on app_consents for select to quadhelix_limits using (true);
create policy limits on seats for select to quadhelix_limits using (true);

-- Points that are left, by caller and alliance. Not logged: after a crash every bucket is full, and no request waits for the disk.
create unlogged table rate_buckets (
  -- Client, alliance, and the account where the client is the product's own: all people share that one.
  bucket text primary key,
  points double precision not null,
  at timestamptz(3) not null
) with (fillfactor = 50);
grant select, insert, update on rate_buckets to quadhelix_limits;

-- Takes points of the bucket of a token's client in an alliance, in one statement, so that any number of processes share it: answers
-- {bucket, points, paid}; null where the token is worth nothing. A bucket that was never used is full and fills again by the second.
-- An alliance counts only where it is open to the caller: nobody gets a full bucket by naming another one.
create function charge_points(token_hash bytea, alliance text, cost integer, maximum integer, per_second double precision, instant timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller record;
  place uuid;
  key text;
  remaining double precision;
begin
  select * into caller from identity.introspect(token_hash);
  if not found then
    return null;
  end if;
  select a.id into place from public.alliances a where a.slug = alliance and a.state = 'ACTIVE' and case when caller.first_party
    then exists (select from public.seats s where s.tenant_id = a.id and s.person_id = caller.person_id)
    else exists (select from public.app_consents c where c.tenant_id = a.id and c.client_id = caller.client_id and c.withdrawn_at is null) end;
  key := concat_ws(' ', caller.client_id, coalesce(place::text, '-'), case when caller.first_party then caller.account_id end);
  insert into public.rate_buckets as b (bucket, points, at) values (key, maximum - cost, instant)
  on conflict (bucket) do update
    set points = least(maximum, b.points + per_second * greatest(0, extract(epoch from excluded.at - b.at))) - cost, at = greatest(b.at, excluded.at)
    where least(maximum, b.points + per_second * greatest(0, extract(epoch from excluded.at - b.at))) >= cost
  returning b.points into remaining;
  if found then
    return jsonb_build_object('bucket', key, 'points', remaining, 'paid', true);
  end if;
  select least(maximum, b.points + per_second * greatest(0, extract(epoch from instant - b.at))) into remaining from public.rate_buckets b where b.bucket = key;
  return jsonb_build_object('bucket', key, 'points', remaining, 'paid', false);
end $$;

-- Gives points back that were charged and not used: several buckets at once.
create function refund_points(buckets text[], amounts double precision[], maximum integer) returns void language sql volatile security definer set search_path = '' as $$
  update public.rate_buckets b set points = least(maximum, b.points + r.amount)
  from (select u.bucket, sum(u.amount) as amount from unnest(buckets, amounts) u (bucket, amount) group by 1 order by 1) r where b.bucket = r.bucket
$$;

revoke all on function charge_points(bytea, text, integer, integer, double precision, timestamptz), refund_points(text[], double precision[], integer) from public;
grant execute on function charge_points(bytea, text, integer, integer, double precision, timestamptz), refund_points(text[], double precision[], integer) to quadhelix_app;
grant create on schema public to quadhelix_limits;
alter function charge_points(bytea, text, integer, integer, double precision, timestamptz) owner to quadhelix_limits;
alter function refund_points(text[], double precision[], integer) owner to quadhelix_limits;
revoke create on schema public from quadhelix_limits;

-- First answers of mutations that were sent with a key, written in the transaction of their effect. Short-lived; they may hold personal data.
create table idempotency_answers (
  tenant_id uuid not null references alliances (id),
  client_id text not null,
  -- The person, or the nil UUID for an app that acts for itself.
  person_id uuid not null,
  key text not null check (key ~ '^[A-Za-z0-9._:-]{8,128}$'),
  -- SHA-256 of document, variables, acting organization and scopes.
  request_hash bytea not null check (octet_length(request_hash) = 32),
  -- The answer as it was sent; null once erased: then it is known only that it happened.
  answer text,
  created_at timestamptz(3) not null,
  primary key (tenant_id, client_id, person_id, key)
);
create index idempotency_answers_age on idempotency_answers (tenant_id, created_at);
call declare_alliance_table('idempotency_answers', 'select, insert, update, delete');

-- Takes a key for the caller of this transaction until it ends; never waits. Answers {state}: NEW; BUSY while the same key is being worked on;
-- OTHER where it belongs to another request; DONE with the first answer. Ends what is older than two days by the way.
-- Not a definer: it sees what the caller's alliance holds. Volatile: each statement sees what was committed before the lock was taken.
create function take_idempotency_key(caller_key text, hash bytea, instant timestamptz) returns jsonb language plpgsql volatile set search_path = '' as $$
declare
  tenant constant uuid := public.current_tenant();
  client constant text := current_setting('app.client_id', true);
  person constant uuid := coalesce(public.current_person(), '00000000-0000-0000-0000-000000000000');
  known record;
begin
  if not pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', 'idempotency', tenant, client, person, caller_key), 0)) then
    return jsonb_build_object('state', 'BUSY');
  end if;
  delete from public.idempotency_answers a where a.tenant_id = tenant and a.client_id = client and a.person_id = person and a.key = caller_key
    and a.created_at < instant - interval '48 hours';
  delete from public.idempotency_answers a where (a.tenant_id, a.client_id, a.person_id, a.key) in (
    select o.tenant_id, o.client_id, o.person_id, o.key from public.idempotency_answers o
    where o.tenant_id = tenant and o.created_at < instant - interval '48 hours' limit 20 for update skip locked);
  select a.request_hash, a.answer into known from public.idempotency_answers a
    where a.tenant_id = tenant and a.client_id = client and a.person_id = person and a.key = caller_key;
  if not found then
    return jsonb_build_object('state', 'NEW');
  end if;
  if known.request_hash <> hash then
    return jsonb_build_object('state', 'OTHER');
  end if;
  return jsonb_build_object('state', 'DONE', 'answer', known.answer);
end $$;
revoke all on function take_idempotency_key(text, bytea, timestamptz) from public;
grant execute on function take_idempotency_key(text, bytea, timestamptz) to quadhelix_app;

insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('rate_buckets', 'at', '1 day', false, null, 'A bucket that nobody used for a day is full.'),
  ('idempotency_answers', 'created_at', '2 days', false, null, 'Requests are sent again within a day; answers may hold personal data.');
