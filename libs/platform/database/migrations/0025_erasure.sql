-- What a person keeps for all his alliances, such as his addresses, goes with the last that knows him. Answers by a granted request for erasure only.
create function known_elsewhere(person uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
begin
  if not public.personal_data_granted(person, 'ERASURE') then
    raise exception 'No erasure of this person was granted in this alliance' using errcode = '42501';
  end if;
  return exists (select from public.participants p where p.person_id = person and p.tenant_id <> public.current_tenant());
end $$;
-- Ends what others' apps may do for whoever asks: his consent to each, with all codes and tokens that rest on it. Answers how many consents there were.
create function end_own_app_grants() returns bigint language plpgsql volatile security definer set search_path = '' as $$
declare
  ended bigint;
begin
  with gone as (
    delete from identity.records r using identity.accounts a, identity.clients c
    where a.person_id = public.current_person() and r.account_id = a.id and c.id = r.client_id and not c.first_party
      and r.kind in ('Grant', 'AuthorizationCode', 'AccessToken', 'RefreshToken')
    returning r.kind)
  select count(*) filter (where kind = 'Grant') into ended from gone;
  return ended;
end $$;
create function app_grants_of(person uuid) returns table (app text, scopes text[], until timestamptz) language sql stable security definer set search_path = '' as $$
  select c.name, c.scopes, r.expires_at from identity.accounts a join identity.records r on r.account_id = a.id and r.kind = 'Grant' join identity.clients c on c.id = r.client_id
  where a.person_id = person and not c.first_party and r.expires_at > now() and public.personal_data_granted(person, 'EXPORT') order by c.name, r.expires_at
$$;
grant select (kind, client_id, expires_at) on identity.records to quadhelix_privacy;
grant select (id, name, scopes, first_party) on identity.clients to quadhelix_privacy;
revoke all on function end_own_app_grants(), app_grants_of(uuid) from public;
grant execute on function end_own_app_grants(), app_grants_of(uuid) to quadhelix_app;
revoke all on function known_elsewhere(uuid) from public;
grant execute on function known_elsewhere(uuid) to quadhelix_app;
grant create on schema public to quadhelix_privacy;
alter function app_grants_of(uuid) owner to quadhelix_privacy;
alter function end_own_app_grants() owner to quadhelix_privacy;
alter function known_elsewhere(uuid) owner to quadhelix_privacy;
revoke create on schema public from quadhelix_privacy;
