--liquibase formatted sql

--changeset tart:convergence
--comment How fast blocks, guarantees and assurances spread over the nodes, and forks. Parts are appended by the owners of the log's partitions, everything else is merged from them.
create table convergence_part (
  bucket    timestamptz not null,
  type      smallint    not null,
  partition integer     not null,
  thing     bytea       not null,
  entries   bytea       not null
) partition by range (bucket);
alter table convergence_part alter column entries set storage external;
create index convergence_part_thing on convergence_part (thing, type);
comment on table convergence_part is 'what the nodes of one partition of the log said of one thing in one transaction; only inserted, and dropped by the hour';
comment on column convergence_part.bucket is 'the hour of the reports'' row times';
comment on column convergence_part.type is '11, 12, 40, 42, 43: of a block; 105, 112: of a guarantee; 126, 131: of an assurance';
comment on column convergence_part.thing is 'hash of the block''s header, of the work-report, of the assurances'' anchor';
comment on column convergence_part.entries is 'one entry of fixed size per report, big-endian: node, microseconds from the bucket''s start, and what the type adds';

create table authored_block (
  time        timestamptz not null,
  hash        bytea       not null,
  node        integer     not null,
  slot        bigint,
  size        bigint      not null,
  tickets     bigint      not null,
  preimages   bigint      not null,
  guarantees  bigint      not null,
  assurances  bigint      not null,
  disputes    bigint      not null,
  primary key (time, hash, node)
) partition by range (time);
comment on table authored_block is 'the outline in each Authored(42)';
comment on column authored_block.slot is 'of the Authoring(40) that it refers to; null when that was not seen';

create table seen_block (
  time         timestamptz not null,
  hash         bytea       not null,
  slot         bigint,
  author       integer,
  authored_at  timestamptz,
  imported     integer     not null,
  best         integer     not null,
  finalized    integer     not null,
  finalized_at timestamptz,
  rivals       integer     not null,
  followers    integer[],
  since        timestamptz[],
  until        timestamptz[],
  primary key (time, hash)
) partition by range (time);
create index seen_block_hash on seen_block (hash);
create index seen_block_slot on seen_block (slot);
create index seen_block_rivals on seen_block (time, slot) where rivals > 0;
comment on table seen_block is 'every block of which nodes spoke, merged';
comment on column seen_block.time is 'the first report of it';
comment on column seen_block.imported is 'distinct nodes that reported Importing(43); best and finalized: BestBlockChanged(11), FinalizedBlockChanged(12)';
comment on column seen_block.rivals is 'other blocks of the slot';
comment on column seen_block.followers is 'of a block with rivals: nodes that had it as their best; since when, and until when (null: for all we know it stayed) another of the slot was';

create table block_convergence (
  authored_at timestamptz not null,
  hash        bytea       not null,
  type        smallint    not null,
  slot        bigint,
  node        integer     not null,
  node_count  integer     not null,
  offsets     integer[]   not null,
  spread      bytea       not null,
  offsets_skewless integer[] not null,
  spread_skewless  bytea     not null,
  primary key (authored_at, hash, type)
) partition by range (authored_at);
create index block_convergence_hash on block_convergence (hash);
comment on table block_convergence is 'when nodes reported what of a block, after its Authored(42)';
comment on column block_convergence.node is 'the author';
comment on column block_convergence.offsets is 'p50, p75, p95, p99, p100 in milliseconds, of the earliest report of each node';
comment on column block_convergence.spread is 'how many fall into each of the 23 buckets of durations: numbers of variable length';
comment on column block_convergence.offsets_skewless is 'the same with the estimated skew of the nodes'' clocks removed';

create table guarantee_convergence (
  built_at   timestamptz not null,
  hash       bytea       not null,
  slot       bigint      not null,
  node       integer     not null,
  core       integer,
  package    bytea,
  node_count integer     not null,
  offsets    integer[]   not null,
  offsets_skewless integer[] not null,
  primary key (built_at, hash)
) partition by range (built_at);
create index guarantee_convergence_hash on guarantee_convergence (hash);
create index guarantee_convergence_slot on guarantee_convergence (slot);
create index guarantee_convergence_core on guarantee_convergence (core, built_at);
create index guarantee_convergence_package on guarantee_convergence (package);
comment on table guarantee_convergence is 'when nodes received a guarantee, after the first GuaranteeBuilt(105) of the report';
comment on column guarantee_convergence.node is 'who built it first';
comment on column guarantee_convergence.offsets is 'as in block_convergence; empty as long as no node has received it';

create table guarantee_slot_convergence (
  built_at   timestamptz not null,
  slot       bigint      not null,
  guarantees integer     not null,
  node_count integer     not null,
  samples    integer     not null,
  offsets    integer[]   not null,
  spread     bytea       not null,
  offsets_skewless integer[] not null,
  spread_skewless  bytea     not null,
  primary key (built_at, slot)
) partition by range (built_at);
create index guarantee_slot_convergence_slot on guarantee_slot_convergence (slot);
comment on table guarantee_slot_convergence is 'the samples of all guarantees of a slot together, those below 0 as 0';
comment on column guarantee_slot_convergence.node_count is 'least of any guarantee that a node has received';

create table assurance_convergence (
  first_at   timestamptz not null,
  anchor     bytea       not null,
  last_at    timestamptz not null,
  slot       bigint,
  senders    integer     not null,
  samples    integer     not null,
  offsets    integer[]   not null,
  spread     bytea       not null,
  offsets_skewless integer[] not null,
  spread_skewless  bytea     not null,
  starts     integer[]   not null,
  primary key (first_at, anchor)
) partition by range (first_at);
create index assurance_convergence_anchor on assurance_convergence (anchor);
comment on table assurance_convergence is 'the samples of all senders'' assurances about one block together, those below 0 as 0';
comment on column assurance_convergence.first_at is 'first DistributingAssurance(126); last_at: the last';
comment on column assurance_convergence.starts is 'p50, p75, p95, p99, p100 of the milliseconds from the first to each sender''s DistributingAssurance(126)';

create table assurance_sender_convergence (
  distributed_at timestamptz not null,
  anchor         bytea       not null,
  sender         integer     not null,
  node_count     integer     not null,
  offsets        integer[]   not null,
  spread         bytea       not null,
  offsets_skewless integer[] not null,
  spread_skewless  bytea     not null,
  primary key (distributed_at, anchor, sender)
) partition by range (distributed_at);
create index assurance_sender_convergence_sender on assurance_sender_convergence (sender, distributed_at);
comment on table assurance_sender_convergence is 'when nodes received one sender''s assurance about one block';
