--liquibase formatted sql

--changeset tart:quarantine-retry
create table quarantine_retry (
  id           uuid        primary key,
  peer_id      bytea,
  types        smallint[],
  reason       text,
  requested_at timestamptz not null,
  state        text        not null,
  finished_at  timestamptz,
  decoded      bigint      not null,
  remaining    bigint,
  beyond       bigint
);
comment on table quarantine_retry is 'wishes to decode what is in quarantine again; the persister executes them';
comment on column quarantine_retry.peer_id is 'of one node; null: all. The other filters in the same way';
comment on column quarantine_retry.state is 'waiting, running, done';
comment on column quarantine_retry.decoded is 'what has left the quarantine so far';
comment on column quarantine_retry.remaining is 'what still does not decode';
comment on column quarantine_retry.beyond is 'of the same filter, what was only counted: its bytes are in the log alone';
