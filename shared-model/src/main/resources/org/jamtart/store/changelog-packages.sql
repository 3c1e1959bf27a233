--liquibase formatted sql

--changeset tart:work-packages
--comment How each guarantor dealt with a work package, and what comes of it together.
create table node_package (
  hash               bytea       not null,
  node               integer     not null,
  first_seen         timestamptz not null,
  last_updated       timestamptz not null,
  opened_at          timestamptz,
  session            bigint      not null,
  submission         bigint      not null,
  core               integer     not null,
  services           bigint[]    not null,
  received_at        timestamptz,
  authorized_at      timestamptz,
  refined_at         timestamptz,
  report_built_at    timestamptz,
  guarantee_built_at timestamptz,
  last_guarantee_at  timestamptz,
  distributed_at     timestamptz,
  failed_at          timestamptz,
  refine_gas         numeric,
  failure_reason     text,
  primary key (hash, node)
) with (fillfactor = 80);
create index node_package_by_node on node_package (node, first_seen);
comment on table node_package is 'what one node said of one work package: when it said each thing first';
comment on column node_package.opened_at is 'when the node said 90 or 91 of it';
comment on column node_package.session is 'with submission: the event 90 or 91 by which the package came to the node, where it did so first';
comment on column node_package.core is '-1: not known';
comment on column node_package.services is 'of the work items, in their order; empty: not known';
comment on column node_package.refine_gas is 'all work items of the first Refined(101)';
comment on column node_package.failure_reason is 'of the first WorkPackageFailed(92)';

create table work_package (
  hash               bytea       primary key,
  first_seen         timestamptz not null,
  last_updated       timestamptz not null,
  core               integer     not null,
  services           bigint[]    not null,
  node               integer     not null,
  received_at        timestamptz,
  authorized_at      timestamptz,
  refined_at         timestamptz,
  report_built_at    timestamptz,
  guarantee_built_at timestamptz,
  distributed_at     timestamptz,
  failed_at          timestamptz,
  refine_gas         numeric,
  failure_reason     text,
  received_by        integer     not null,
  guaranteed_by      integer     not null
) with (fillfactor = 80);
create index work_package_by_time on work_package (first_seen, hash);
comment on table work_package is 'work packages as all nodes together told of them, merged from node_package';
comment on column work_package.node is 'the node that received it first';
comment on column work_package.received_by is 'nodes that reported WorkPackageReceived(94)';
comment on column work_package.guaranteed_by is 'nodes that reported GuaranteeBuilt(105)';

create table kept_since (
  name  text        primary key,
  since timestamptz not null
);
comment on table kept_since is 'tables whose rows are deleted one by one when they have expired: since when none is missing';

--changeset tart:service-cost
--comment What the code of the services cost. Counts add up; nothing here has two writers.
create table service_cost (
  tier       smallint    not null,
  bucket     timestamptz not null,
  service    bigint      not null,
  phase      smallint    not null,
  partition  integer     not null,
  executions bigint      not null,
  gas        numeric     not null,
  elapsed_ns numeric     not null,
  load_ns    numeric     not null,
  primary key (tier, service, phase, bucket, partition)
) partition by list (tier);
comment on table service_cost is 'what running the code of a service cost, of all nodes whose log partition it is';
comment on column service_cost.tier is '2: 1 min, 3: 1 h';
comment on column service_cost.service is '-1: not known';
comment on column service_cost.phase is '0: authorization, 1: refinement, 2: accumulation';
create table service_cost_1m partition of service_cost for values in (2) partition by range (bucket);
create table service_cost_1h partition of service_cost for values in (3) partition by range (bucket);
