--liquibase formatted sql

--changeset tart:network-status
--comment The status reports of all nodes together, so that nobody adds up a thousand nodes for each minute. What was stored before is in it after a replay of the projection status.
create table network_status (
  tier               smallint    not null,
  bucket             timestamptz not null,
  partition          integer     not null,
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
  primary key (tier, bucket, partition)
) partition by list (tier);
comment on table network_status is 'Status(10) of all nodes of one partition of the log, by the minute and the hour; the columns are those of node_status';
comment on column network_status.tier is '2: 1 min, 3: 1 h';
create table network_status_1m partition of network_status for values in (2) partition by range (bucket);
create table network_status_1h partition of network_status for values in (3) partition by range (bucket);
