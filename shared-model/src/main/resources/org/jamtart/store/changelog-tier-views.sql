--liquibase formatted sql

--changeset tart:tier-views splitStatements:false
--comment One branch for each tier, so that a query that says the tier reads the tables of that tier alone.
create or replace view counts as
select c.bucket, c.tier, encode(n.peer_id, 'hex') as node_id, c.type as event_type,
  coalesce(t.name, 'Unknown') as event_name, coalesce(t.group_name, 'unknown') as event_group,
  nullif(c.core, -1) as core, nullif(c.reason, '') as reason, c.events
from (
  select '30s'::text as tier, bucket, node, type, core, reason, events from node_count_30s
  union all select '1m', bucket, node, type, core, reason, events from node_count_1m
  union all select '1h', bucket, node, type, core, reason, events from node_count_1h) c
join node n on n.id = c.node left join event_types t on t.id = c.type;

create or replace view network_counts as
select c.bucket, c.tier, c.type as event_type, coalesce(t.name, 'Unknown') as event_name,
  coalesce(t.group_name, 'unknown') as event_group, nullif(c.subject, -1) as subject,
  nullif(c.reason, '') as reason, c.events
from (
  select '1s'::text as tier, bucket, type, subject, reason, events from network_count_1s
  union all select '30s', bucket, type, subject, reason, events from network_count_30s
  union all select '1m', bucket, type, subject, reason, events from network_count_1m
  union all select '1h', bucket, type, subject, reason, events from network_count_1h) c
left join event_types t on t.id = c.type where c.type >= 0;

create view activity as
select a.bucket, a.tier, encode(n.peer_id, 'hex') as node_id, a.events, a.failures, a.dropped,
  nullif(a.best_slot, -1) as best_slot, nullif(a.finalized_slot, -1) as finalized_slot
from (
  select '30s'::text as tier, bucket, node, events, failures, dropped, best_slot, finalized_slot from node_activity_30s
  union all select '1m', bucket, node, events, failures, dropped, best_slot, finalized_slot from node_activity_1m
  union all select '1h', bucket, node, events, failures, dropped, best_slot, finalized_slot from node_activity_1h) a
join node n on n.id = a.node;
comment on view activity is 'all that one node did; say the tier: the same events are in each of them';
