--liquibase formatted sql

--changeset tart:bucket-versions splitStatements:false
--comment What a reader made of a bucket is right as long as the bucket has the version that it had then.
create table bucket_version (
  source  text        not null,
  tier    smallint    not null,
  bucket  timestamptz not null,
  version bigint      not null,
  primary key (tier, bucket, source)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1);
comment on table bucket_version is 'when a bucket of a count was written last: a bucket without a row has none in the count';
comment on column bucket_version.source is 'the table of the count: node_activity or failure_count';
comment on column bucket_version.version is 'another one after each transaction that wrote rows of the bucket; says nothing else';
insert into bucket_version (source, tier, bucket, version)
select 'node_activity', tier, bucket, (random() * 9e18)::bigint from node_activity group by tier, bucket
union all
select 'failure_count', tier, bucket, (random() * 9e18)::bigint from failure_count group by tier, bucket;
