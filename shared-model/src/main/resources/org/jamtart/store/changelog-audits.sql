--liquibase formatted sql

--changeset tart:opening-audits
alter table opening add column audit bigint;
comment on column opening.audit is 'for whose bundle the event was a request (140, 148), or the beginning of its reconstruction (146)';

--changeset tart:audits
--comment How nodes got the bundles that they audit. The auditing events to which the ID will refer are not specified yet: it is a number of the node's session.
create table audit (
  time            timestamptz not null,
  session         bigint      not null,
  audit_id        bigint      not null,
  node            integer     not null,
  last_seq        bigint      not null,
  first_shard     timestamptz,
  first_bundle    timestamptz,
  transferred     timestamptz,
  reconstructing  timestamptz,
  reconstructed   timestamptz,
  shard_requests  bigint      not null,
  shard_failures  bigint      not null,
  shards          bigint      not null,
  bundle_requests bigint      not null,
  bundle_failures bigint      not null,
  trivial         boolean,
  primary key (session, audit_id, time)
) partition by range (time);
create index audit_time on audit (time);
create index audit_node on audit (node, time);
comment on column audit.time is 'row time of the first event that was seen of it';
comment on column audit.audit_id is '64 bits';
comment on column audit.last_seq is 'ordinal of the last frame that is counted in it';
comment on column audit.first_shard is 'of SendingBundleShardRequest(140)';
comment on column audit.first_bundle is 'of SendingBundleRequest(148)';
comment on column audit.transferred is 'of BundleTransferred(153) after such a request';
comment on column audit.shards is 'of BundleShardTransferred(145) after such a request';
comment on column audit.trivial is 'as the first ReconstructingBundle(146) says';
