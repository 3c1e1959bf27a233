--liquibase formatted sql

--changeset tart:counts splitStatements:false
--comment How many events of what there were when. A bucket is the row time cut to the tier's length. Counts add up; nothing here has two writers.
create table node_count (
  tier   smallint    not null,
  bucket timestamptz not null,
  node   integer     not null,
  type   smallint    not null,
  core   integer     not null,
  reason text        not null,
  events bigint      not null,
  primary key (tier, node, bucket, type, core, reason)
) partition by list (tier);
comment on table node_count is 'events of one node by type, core and reason; the reasons in the finest tier only';
comment on column node_count.tier is '1: 30 s, 2: 1 min, 3: 1 h';
comment on column node_count.core is '-1: the event names none';
comment on column node_count.reason is 'why it failed, digits as #; the kind, or the way of a ticket; empty: none';
create table node_count_30s partition of node_count for values in (1) partition by range (bucket);
create table node_count_1m partition of node_count for values in (2) partition by range (bucket);
create table node_count_1h partition of node_count for values in (3) partition by range (bucket);

create table node_activity (
  tier           smallint    not null,
  bucket         timestamptz not null,
  node           integer     not null,
  events         bigint      not null,
  failures       bigint      not null,
  dropped        numeric     not null,
  best_slot      bigint      not null,
  finalized_slot bigint      not null,
  primary key (tier, bucket, node)
) partition by list (tier);
comment on table node_activity is 'all events of one node in a bucket';
comment on column node_activity.dropped is 'sum of the numbers in Dropped';
comment on column node_activity.best_slot is 'highest believable slot in BestBlockChanged(11); -1: none';
comment on column node_activity.finalized_slot is 'highest believable slot in FinalizedBlockChanged(12); -1: none';
create table node_activity_30s partition of node_activity for values in (1) partition by range (bucket);
create table node_activity_1m partition of node_activity for values in (2) partition by range (bucket);
create table node_activity_1h partition of node_activity for values in (3) partition by range (bucket);

create table network_count (
  tier      smallint    not null,
  bucket    timestamptz not null,
  type      smallint    not null,
  subject   bigint      not null,
  reason    text        not null,
  partition integer     not null,
  events    bigint      not null,
  primary key (tier, type, bucket, subject, reason, partition)
) partition by list (tier);
comment on table network_count is 'events of all nodes whose log partition it is';
comment on column network_count.tier is '0: 1 s, of all events (type -2) and of the blocks 11, 12, 42 alone; 1: 30 s, 2: 1 min, 3: 1 h';
comment on column network_count.subject is 'in the tier of 30 s: slot, epoch (80, 84) or service (190-199) of the event; -1: none';
create table network_count_1s partition of network_count for values in (0) partition by range (bucket);
create table network_count_30s partition of network_count for values in (1) partition by range (bucket);
create table network_count_1m partition of network_count for values in (2) partition by range (bucket);
create table network_count_1h partition of network_count for values in (3) partition by range (bucket);

create table core_count (
  tier      smallint    not null,
  bucket    timestamptz not null,
  core      integer     not null,
  type      smallint    not null,
  partition integer     not null,
  events    bigint      not null,
  primary key (tier, core, bucket, type, partition)
) partition by list (tier);
comment on table core_count is 'events that name a core, of all nodes whose log partition it is';
create table core_count_1m partition of core_count for values in (2) partition by range (bucket);
create table core_count_1h partition of core_count for values in (3) partition by range (bucket);
