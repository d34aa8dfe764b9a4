-- Calls POST /evaluate from the database, with the bearer secret from the vault, if pg_net is installed and reprise_private.settings.evaluate_url
-- is set. Otherwise does nothing, and a scheduler makes the call. At most one call per transaction, sent by pg_net at commit. Never raises:
-- storing an answer or a review must not depend on it.
create function reprise_private.call_graders()
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_url text := (select t.evaluate_url from reprise_private.settings t);
begin
  if v_url is null or current_setting('reprise.graders_called', true) = 'true'
    or to_regprocedure('net.http_post(text, jsonb, jsonb, jsonb, integer)') is null
    or to_regclass('vault.decrypted_secrets') is null
  then
    return;
  end if;
  execute $call$
    select net.http_post(
      $1, '{}'::jsonb, '{}'::jsonb,
      jsonb_build_object('content-type', 'application/json', 'authorization', 'Bearer ' || s.decrypted_secret), 5000
    )
    from vault.decrypted_secrets s where s.name = 'scheduler_secret'
  $call$ using v_url;
  perform set_config('reprise.graders_called', 'true', true);
exception when others then
  raise warning 'reprise: the graders could not be woken: %', sqlerrm;
end
$$;
comment on function reprise_private.call_graders is 'Calls POST /evaluate from the database, if the project has pg_net.';
