--liquibase formatted sql

--changeset tart:latencies
--comment How long requests took, as histograms that add up: of each node, and of all nodes of a partition of the log.
create table node_latency (
  tier      smallint    not null,
  bucket    timestamptz not null,
  flow      smallint    not null,
  node      integer     not null,
  failed    bigint      not null,
  unpaired  bigint      not null,
  micros    numeric     not null,
  c0  bigint, c1  bigint, c2  bigint, c3  bigint, c4  bigint, c5  bigint,
  c6  bigint, c7  bigint, c8  bigint, c9  bigint, c10 bigint, c11 bigint,
  c12 bigint, c13 bigint, c14 bigint, c15 bigint, c16 bigint, c17 bigint,
  c18 bigint, c19 bigint, c20 bigint, c21 bigint, c22 bigint,
  primary key (tier, flow, bucket, node)
) partition by list (tier);
comment on table node_latency is 'how long what one node began took until it ended';
comment on column node_latency.tier is '2: 1 min, 3: 1 h, of the time of the end';
comment on column node_latency.flow is '1 shard request 120-125, 2 response 121-124; 3 bundle shard request 140-145, 4 response 141-145, 5 bundle request 148-153, 6 response 149-153, 7 reconstruction 146-147, 8 first 140-147; 9 segment shard request 162-167, 10 response 163-167, 11 segment request 173-178, 12 response 174-178, 13 reconstruction 168-170; 14 preimage request 193-198, 15 response 194-198';
comment on column node_latency.failed is 'of the durations those that ended with a failure';
comment on column node_latency.unpaired is 'ends whose beginning is not known, of all flows that they could end under the first of these';
comment on column node_latency.micros is 'sum of the durations';
comment on column node_latency.c0 is 'durations by bucket, null for none; the buckets are those of org.jamtart.store.Buckets';
create table node_latency_1m partition of node_latency for values in (2) partition by range (bucket);
create table node_latency_1h partition of node_latency for values in (3) partition by range (bucket);

create table network_latency (
  tier      smallint    not null,
  bucket    timestamptz not null,
  flow      smallint    not null,
  partition integer     not null,
  failed    bigint      not null,
  unpaired  bigint      not null,
  micros    numeric     not null,
  c0  bigint, c1  bigint, c2  bigint, c3  bigint, c4  bigint, c5  bigint,
  c6  bigint, c7  bigint, c8  bigint, c9  bigint, c10 bigint, c11 bigint,
  c12 bigint, c13 bigint, c14 bigint, c15 bigint, c16 bigint, c17 bigint,
  c18 bigint, c19 bigint, c20 bigint, c21 bigint, c22 bigint,
  primary key (tier, flow, bucket, partition)
) partition by list (tier);
comment on table network_latency is 'the same of all nodes whose log partition it is';
comment on column network_latency.tier is '2: 1 min, 3: 1 h, of the time of the end';
comment on column network_latency.flow is '1 shard request 120-125, 2 response 121-124; 3 bundle shard request 140-145, 4 response 141-145, 5 bundle request 148-153, 6 response 149-153, 7 reconstruction 146-147, 8 first 140-147; 9 segment shard request 162-167, 10 response 163-167, 11 segment request 173-178, 12 response 174-178, 13 reconstruction 168-170; 14 preimage request 193-198, 15 response 194-198';
comment on column network_latency.failed is 'of the durations those that ended with a failure';
comment on column network_latency.unpaired is 'ends whose beginning is not known, of all flows that they could end under the first of these';
comment on column network_latency.micros is 'sum of the durations';
comment on column network_latency.c0 is 'durations by bucket, null for none; the buckets are those of org.jamtart.store.Buckets';
create table network_latency_1m partition of network_latency for values in (2) partition by range (bucket);
create table network_latency_1h partition of network_latency for values in (3) partition by range (bucket);
