-- The user as which Grafana reads; the persister makes the role tart_reader (docs/sql.md). Run as the owner of the database.
do $$ begin
  if not exists (select from pg_roles where rolname = 'grafana') then
    create role grafana login password 'grafana';
  end if;
  if not exists (select from pg_roles where rolname = 'tart_reader') then
    create role tart_reader nologin;
  end if;
end $$;
grant tart_reader to grafana;
alter role grafana set statement_timeout = '30s';
