--liquibase formatted sql

--changeset tart:package-figures
--comment What the packages of whole minutes, hours and days come to, so that answers over long ranges do not read every package.
create table package_figures (
  tier            smallint         not null,
  bucket          timestamptz      not null,
  packages        bigint           not null,
  received        bigint           not null,
  authorized      bigint           not null,
  refined         bigint           not null,
  report_built    bigint           not null,
  guarantee_built bigint           not null,
  distributed     bigint           not null,
  failed          bigint           not null,
  lost            bigint           not null,
  stages          bigint[]         not null,
  pipeline_micros numeric          not null,
  durations       bytea[]          not null,
  primary key (tier, bucket)
) partition by range (bucket);
comment on table package_figures is 'work packages of all nodes that were first seen in a minute or an hour; there is a row for every hour that is rolled up, for minutes with packages';
comment on column package_figures.tier is '2: 1 min, 3: 1 h';
comment on column package_figures.failed is 'packages of which some node said that they failed; lost: those of them for which nobody built a guarantee';
comment on column package_figures.stages is 'packages by the furthest stage, from received to distributed';
comment on column package_figures.pipeline_micros is 'sum of the last of durations';
comment on column package_figures.durations is 'histograms of org.jamtart.store.Durations: authorize, refine, report, guarantee, distribute, the whole';

create table package_tally (
  bucket   timestamptz not null,
  kind     smallint    not null,
  name     text        not null,
  packages bigint      not null,
  primary key (bucket, kind, name)
) partition by range (bucket);
comment on table package_tally is 'work packages that were first seen in an hour, by what they have in common';
comment on column package_tally.kind is '1: with an item for the service; 2: failed for the reason, numbers and hashes as #';

create table package_core (
  bucket   timestamptz not null,
  core     integer     not null,
  packages bigint      not null,
  refined  bigint      not null,
  gas      numeric     not null,
  last     timestamptz not null,
  primary key (bucket, core)
) partition by range (bucket);
comment on table package_core is 'work packages of a core that were first seen in an hour';
comment on column package_core.last is 'newest report of any of them';

create table guarantor_figures (
  tier       smallint    not null,
  bucket     timestamptz not null,
  node       integer     not null,
  packages   bigint      not null,
  failures   bigint      not null,
  micros     numeric[]   not null,
  samples    bigint[]    not null,
  primary key (tier, bucket, node)
) partition by range (bucket);
comment on table guarantor_figures is 'how one node dealt with the packages that it first reported in an hour or a day';
comment on column guarantor_figures.tier is '3: 1 h, 4: 1 d';
comment on column guarantor_figures.micros is 'sums of the durations: authorize, refine, report, guarantee, distribute, the whole; samples: how many';
create index work_package_by_core on work_package (core, first_seen);

--changeset tart:spread-figures
--comment Histograms of whole minutes and hours of what is settled.
create table spread_figures (
  kind            smallint    not null,
  tier            smallint    not null,
  bucket          timestamptz not null,
  spread          bytea       not null,
  spread_skewless bytea       not null,
  primary key (kind, tier, bucket)
) partition by range (bucket);
comment on table spread_figures is 'the spreads of all slots or blocks of a minute or an hour added up, as in guarantee_slot_convergence and assurance_convergence';
comment on column spread_figures.kind is '1: guarantees, by the time they were built; 2: assurances, by the first to be distributed';
comment on column spread_figures.tier is '2: 1 min, for minutes with any; 3: 1 h, for every hour that is added up';

--changeset tart:few-of-nodes
--comment What only guarantors and availability count is few of what all nodes count, and it is asked for of all nodes.
create index node_count_few on node_count (node, type, bucket)
  where type in (105, 120, 121, 122, 123, 124, 125, 190, 191, 192);
