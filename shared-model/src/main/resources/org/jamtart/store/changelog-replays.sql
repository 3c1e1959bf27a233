--liquibase formatted sql

--changeset tart:replays
--comment A range of the log to go through the tables again: asked for by the query API, done by whichever persister has the lease.
create table replays (
  id             uuid        primary key,
  requested_at   timestamptz not null,
  range_from     timestamptz not null,
  range_to       timestamptz not null,
  projections    text[]      not null,
  nodes          bytea[]     not null,
  dry_run        boolean     not null,
  state          text        not null,
  lease_holder   uuid,
  lease_until    timestamptz,
  planned_at     timestamptz,
  updated_at     timestamptz not null,
  finished_at    timestamptz,
  complete_since timestamptz,
  records_total  bigint      not null default 0,
  records        bigint      not null default 0,
  events         bigint      not null default 0,
  bytes          bigint      not null default 0,
  skipped        bigint      not null default 0,
  busy_ms        bigint      not null default 0,
  error          text
);
comment on column replays.projections is 'empty: all that are keyed';
comment on column replays.nodes is 'peer ids; empty: all';
comment on column replays.state is 'pending, running, done, cancelled, failed';
comment on column replays.lease_until is 'until then the holder alone works on it';
comment on column replays.complete_since is 'since when the log has everything, where that is later than range_from';
comment on column replays.skipped is 'frames that no table takes; they are in quarantine since they first came';
comment on column replays.busy_ms is 'time that persisters have worked on it, their pauses included';
create index replays_by_request on replays (requested_at desc, id desc);

create table replay_position (
  replay      uuid    not null references replays on delete cascade,
  partition   integer not null,
  next_offset bigint  not null,
  end_offset  bigint  not null,
  primary key (replay, partition)
);
comment on table replay_position is 'the checkpoint of a replay: moved in the transaction that writes its rows';
