-- However an operator's session as a member ends, the trail of the organization says when.
create function platform.end_impersonation() returns trigger
language plpgsql
as $$
begin
  perform set_config('app.organization_id', new.organization_id::text, true);
  update platform.impersonations set ended_at = new.revoked_at where session_id = new.id and ended_at is null;
  return null;
end
$$;

create trigger end_impersonation after update of revoked_at on platform.sessions
  for each row when (new.impersonated_by is not null and old.revoked_at is null and new.revoked_at is not null)
  execute function platform.end_impersonation();

revoke execute on function platform.end_impersonation() from public;
