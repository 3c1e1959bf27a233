--liquibase formatted sql

--changeset tart:opening-packs splitStatements:false
--comment Openings of one session, block of IDs and transaction are one row, which is only inserted: a quarter of all events are openings, and a row with a key for each of them cost more than anything but the events.
create table opening_pack (
  used    timestamptz not null,
  session bigint      not null,
  block   bigint      not null,
  entries bytea       not null
) partition by range (used);
alter table opening_pack alter column entries set storage external;
create index opening_pack_block on opening_pack (session, block);
comment on table opening_pack is 'events to which later ones of their session may refer: what these take from them';
comment on column opening_pack.used is 'receipt of the event used last in it, or of the last use';
comment on column opening_pack.block is 'their IDs without the last six bits; 64 bits, signed';
comment on column opening_pack.entries is 'as org.jamtart.store.OpeningEntry says; of entries of one key the one used last counts, of those of one use the one completed first';

do $$
declare
  part record;
begin
  for part in
    select c.relname, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = 'opening'::regclass and not inhdetachpending
  loop
    execute format('create table %I partition of opening_pack %s',
      regexp_replace(part.relname, '^opening_', 'opening_pack_'), part.bound);
  end loop;
end $$;

insert into opening_pack (used, session, block, entries)
select used, session, id >> 6,
  int8send((extract(epoch from used) * 1000000)::bigint) || int8send(id) || int8send(seq)
    || int8send((extract(epoch from time) * 1000000)::bigint) || int2send(type) || int2send(kind)
    || int2send((case when hash is null then 0 else 1 end + case when peer is null then 0 else 2 end
      + case when audit is null then 0 else 4 end + case when completed is null then 0 else 8 end
      + case when submission is null then 0 else 16 end + case when slot is null then 0 else 32 end
      + case when core is null then 0 else 64 end + case when work_package is null then 0 else 128 end
      + case when services is null then 0 else 256 end)::smallint)
    || coalesce(hash, '') || coalesce(peer, '') || coalesce(int8send(audit), '') || coalesce(int8send(completed), '')
    || coalesce(int8send(submission), '') || coalesce(int8send(slot), '') || coalesce(int4send(core), '')
    || coalesce(work_package, '')
    || coalesce(int2send((length(services) / 4)::smallint) || (
      select string_agg(substr(services, 4 * i + 4, 1) || substr(services, 4 * i + 3, 1) || substr(services, 4 * i + 2, 1)
        || substr(services, 4 * i + 1, 1), ''::bytea order by i)
      from generate_series(0, length(services) / 4 - 1) i), '')
from opening;

drop table opening;
