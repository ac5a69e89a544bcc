-- What a person keeps for all his alliances, such as his addresses, goes with the last that knows him. Answers by a granted request for erasure only.
create function known_elsewhere(person uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
begin
  if not public.personal_data_granted(person, 'ERASURE') then
    raise exception 'No erasure of this person was granted in this alliance' using errcode = '42501';
  end if;
  return exists (select from public.participants p where p.person_id = person and p.tenant_id <> public.current_tenant());
end $$;
revoke all on function known_elsewhere(uuid) from public;
grant execute on function known_elsewhere(uuid) to quadhelix_app;
grant create on schema public to quadhelix_privacy;
alter function known_elsewhere(uuid) owner to quadhelix_privacy;
revoke create on schema public from quadhelix_privacy;
