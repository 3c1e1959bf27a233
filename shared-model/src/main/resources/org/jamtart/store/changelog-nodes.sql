--liquibase formatted sql

--changeset tart:node-figures
--comment What each node said last of itself, how it did minute by minute, and how far its clock may be off.
create table node_latest (
  node    integer     not null,
  type    smallint    not null,
  time    timestamptz not null,
  session bigint      not null,
  seq     bigint      not null,
  slot    bigint,
  bytes   bytea       not null,
  primary key (node, type)
) with (fillfactor = 70);
comment on table node_latest is 'the newest Status(10), BestBlockChanged(11), FinalizedBlockChanged(12) and SyncStatusChanged(13) of each node';
comment on column node_latest.bytes is 'the message as received, without its length prefix';

create table node_status (
  bucket             timestamptz not null,
  node               integer     not null,
  reports            bigint      not null,
  peers_sum          numeric     not null,
  peers_min          bigint      not null,
  peers_max          bigint      not null,
  val_peers_sum      numeric     not null,
  val_peers_min      bigint      not null,
  val_peers_max      bigint      not null,
  sync_peers_sum     numeric     not null,
  sync_peers_min     bigint      not null,
  sync_peers_max     bigint      not null,
  shards_sum         numeric     not null,
  shards_min         bigint      not null,
  shards_max         bigint      not null,
  shards_size_sum    numeric     not null,
  shards_size_max    numeric     not null,
  preimages_sum      numeric     not null,
  preimages_max      bigint      not null,
  preimages_size_sum numeric     not null,
  preimages_size_max bigint      not null,
  cores              bigint      not null,
  guarantees_sum     bigint      not null,
  guarantees_min     integer     not null,
  guarantees_max     integer     not null,
  zero_cores_max     integer     not null,
  primary key (node, bucket)
) partition by range (bucket);
comment on table node_status is 'Status(10) of each node, minute by minute';
comment on column node_status.cores is 'numbers of guarantees that were reported, one per core and report';
comment on column node_status.zero_cores_max is 'most cores without a guarantee in one report';

create table node_clock (
  bucket      timestamptz not null,
  node        integer     not null,
  delay_min   bigint      not null,
  delay_max   bigint      not null,
  implausible boolean     not null,
  primary key (bucket, node)
) partition by range (bucket);
comment on table node_clock is 'of the events received in ten minutes: receipt by the gateway''s clock less the time by the node''s, in microseconds';
comment on column node_clock.implausible is 'whether there were events whose time could not be believed; they are not in the delays, which are at the ends of bigint when there were no others';
