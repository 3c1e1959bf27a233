--liquibase formatted sql

--changeset tart:failures
--comment Why things failed, and on which nodes: the reasons of the finest counts, kept as long as the coarser ones.
create table failure_count (
  tier   smallint    not null,
  bucket timestamptz not null,
  type   smallint    not null,
  reason text        not null,
  node   integer     not null,
  events bigint      not null,
  primary key (tier, type, bucket, reason, node)
) partition by list (tier);
comment on table failure_count is 'events of the group failures of one node by type and reason; they add up';
comment on column failure_count.tier is '2: 1 min, 3: 1 h';
comment on column failure_count.reason is 'digits and hashes as #; empty: the event says none';
create table failure_count_1m partition of failure_count for values in (2) partition by range (bucket);
create table failure_count_1h partition of failure_count for values in (3) partition by range (bucket);
