--liquibase formatted sql

--changeset tart:node-sums
--comment Lists and figures of all nodes ask for what a node sent in all, which was some thirty rows of it. Of a session nobody asks for types.
create table node_sum (
  node      integer not null primary key,
  events    bigint  not null,
  unknown   bigint  not null,
  expired   bigint  not null,
  malformed bigint  not null,
  dropped   numeric not null
) with (fillfactor = 80);
comment on table node_sum is 'what the rows of node_total, of which there is one for each type, add up to';
insert into node_sum
select node, sum(events), sum(unknown), sum(expired), sum(malformed), sum(dropped) from node_total group by node;
create index node_total_authored on node_total (node) where type = 42;

alter table session_total rename to session_total_by_type;
alter index session_total_pkey rename to session_total_by_type_pkey;
create table session_total (
  session   bigint  not null primary key,
  events    bigint  not null,
  unknown   bigint  not null,
  expired   bigint  not null,
  malformed bigint  not null,
  dropped   numeric not null
) with (fillfactor = 80);
comment on column session_total.events is 'frames that are events, the unknown and the expired ones included';
comment on column session_total.expired is 'events past the retention horizon when they came: counted, without a row';
comment on column session_total.dropped is 'sum of the numbers in Dropped';
insert into session_total
select session, sum(events), sum(unknown), sum(expired), sum(malformed), sum(dropped)
from session_total_by_type group by session;
drop table session_total_by_type;

create or replace view nodes as
select encode(n.peer_id, 'hex') as node_id, encode(n.peer_id, 'hex') as peer_id, n.implementation_name,
  n.implementation_version, n.gp_version,
  exists (
    select from session s left join gateway g on g.id = s.gateway
    where s.node = n.id and s.ended_at is null
      and case when g.id is null then s.last_received else g.last_heartbeat end > now() - interval '20 seconds'
      and g.stopped_at is null
      and not exists (select from gateway later where later.name = g.name
                      and (later.started_at, later.id) > (g.started_at, g.id))) as is_connected,
  coalesce((select t.events::numeric from node_sum t where t.node = n.id), 0) as event_count,
  n.first_seen as first_seen_at, n.last_seen as last_seen_at,
  coalesce((select max(s.opened_at) from session s where s.node = n.id), n.first_seen) as connected_at, n.address
from node n;
