--liquibase formatted sql

--changeset tart:count-versions
--comment Readers keep buckets of the other counts, too. They have the buckets of node_activity, since every event is in each of them; and what is asked for of all nodes is found by the bucket.
insert into bucket_version (source, tier, bucket, version)
select added.source, tier, bucket, (random() * 9e18)::bigint
from bucket_version cross join unnest(array['node_count', 'network_count']) as added (source)
where bucket_version.source = 'node_activity';
comment on column bucket_version.source is 'the table of the count: node_activity, failure_count, node_count or network_count (not its seconds)';
create index node_count_by_minute on node_count_1m (bucket, type)
  where type in (120, 121, 122, 123, 124, 125, 190, 191, 192);
create index node_count_by_hour on node_count_1h (bucket, type)
  where type in (62, 68, 120, 121, 122, 123, 124, 125, 190, 191, 192);
