-- Where the project has pg_net and private.settings.evaluate_url is set, the database itself calls POST /evaluate when there is work,
-- with the bearer secret from the vault. Elsewhere it does nothing: a scheduler calls. Never raises: an answer must not depend on it.
create function private.wake_graders()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_url text := (select t.evaluate_url from private.settings t);
begin
  if v_url is null or to_regprocedure('net.http_post(text, jsonb, jsonb, jsonb, integer)') is null
    or to_regclass('vault.decrypted_secrets') is null
  then
    return null;
  end if;
  execute $call$
    select net.http_post(
      $1, '{}'::jsonb, '{}'::jsonb,
      jsonb_build_object('content-type', 'application/json', 'authorization', 'Bearer ' || s.decrypted_secret), 5000
    )
    from vault.decrypted_secrets s where s.name = 'scheduler_secret'
  $call$ using v_url;
  return null;
exception when others then
  raise warning 'reprise: the graders could not be woken: %', sqlerrm;
  return null;
end
$$;
comment on function private.wake_graders() is 'Trigger: calls POST /evaluate where the project has pg_net.';
create trigger results_wake_graders
  after insert on public.session_results
  for each statement execute function private.wake_graders();
revoke execute on function private.wake_graders() from public, anon, authenticated;
