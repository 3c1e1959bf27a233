--liquibase formatted sql

--changeset tart:views splitStatements:false
--comment What people and Grafana read by SQL; docs/sql.md. The tables behind it may change, these names and columns stay.
create table event_types (
  id         smallint primary key,
  name       text     not null unique,
  group_name text     not null,
  failure    boolean  not null
);
comment on table event_types is 'the events of JIP-3; failure: also in the group failures, which is across the others';
insert into event_types values
  (0, 'Dropped', 'system', false), (10, 'Status', 'status', false),
  (11, 'BestBlockChanged', 'status', false), (12, 'FinalizedBlockChanged', 'status', false),
  (13, 'SyncStatusChanged', 'status', false), (20, 'ConnectionRefused', 'connections', true),
  (21, 'ConnectingIn', 'connections', false), (22, 'ConnectInFailed', 'connections', true),
  (23, 'ConnectedIn', 'connections', false), (24, 'ConnectingOut', 'connections', false),
  (25, 'ConnectOutFailed', 'connections', true), (26, 'ConnectedOut', 'connections', false),
  (27, 'Disconnected', 'connections', false), (28, 'PeerMisbehaved', 'connections', false),
  (40, 'Authoring', 'blocks', false), (41, 'AuthoringFailed', 'blocks', true),
  (42, 'Authored', 'blocks', false), (43, 'Importing', 'blocks', false),
  (44, 'BlockVerificationFailed', 'blocks', true), (45, 'BlockVerified', 'blocks', false),
  (46, 'BlockExecutionFailed', 'blocks', true), (47, 'BlockExecuted', 'blocks', false),
  (60, 'BlockAnnouncementStreamOpened', 'block_distribution', false), (61, 'BlockAnnouncementStreamClosed', 'block_distribution', false),
  (62, 'BlockAnnounced', 'block_distribution', false), (63, 'SendingBlockRequest', 'block_distribution', false),
  (64, 'ReceivingBlockRequest', 'block_distribution', false), (65, 'BlockRequestFailed', 'block_distribution', true),
  (66, 'BlockRequestSent', 'block_distribution', false), (67, 'BlockRequestReceived', 'block_distribution', false),
  (68, 'BlockTransferred', 'block_distribution', false), (80, 'GeneratingTickets', 'tickets', false),
  (81, 'TicketGenerationFailed', 'tickets', true), (82, 'TicketsGenerated', 'tickets', false),
  (83, 'TicketTransferFailed', 'tickets', true), (84, 'TicketTransferred', 'tickets', false),
  (90, 'WorkPackageSubmission', 'wp_pipeline', false), (91, 'WorkPackageBeingShared', 'wp_pipeline', false),
  (92, 'WorkPackageFailed', 'wp_pipeline', true), (93, 'DuplicateWorkPackage', 'wp_pipeline', true),
  (94, 'WorkPackageReceived', 'wp_pipeline', false), (95, 'Authorized', 'wp_pipeline', false),
  (96, 'ExtrinsicDataReceived', 'wp_pipeline', false), (97, 'ImportsReceived', 'wp_pipeline', false),
  (98, 'SharingWorkPackage', 'wp_pipeline', false), (99, 'WorkPackageSharingFailed', 'wp_pipeline', true),
  (100, 'BundleSent', 'wp_pipeline', false), (101, 'Refined', 'wp_pipeline', false),
  (102, 'WorkReportBuilt', 'wp_pipeline', false), (103, 'WorkReportSignatureSent', 'wp_pipeline', false),
  (104, 'WorkReportSignatureReceived', 'wp_pipeline', false), (105, 'GuaranteeBuilt', 'wp_pipeline', false),
  (106, 'SendingGuarantee', 'wp_pipeline', false), (107, 'GuaranteeSendFailed', 'wp_pipeline', true),
  (108, 'GuaranteeSent', 'wp_pipeline', false), (109, 'GuaranteesDistributed', 'wp_pipeline', false),
  (110, 'ReceivingGuarantee', 'guarantee_receiving', false), (111, 'GuaranteeReceiveFailed', 'guarantee_receiving', true),
  (112, 'GuaranteeReceived', 'guarantee_receiving', false), (113, 'GuaranteeDiscarded', 'guarantee_receiving', true),
  (120, 'SendingShardRequest', 'shards', false), (121, 'ReceivingShardRequest', 'shards', false),
  (122, 'ShardRequestFailed', 'shards', true), (123, 'ShardRequestSent', 'shards', false),
  (124, 'ShardRequestReceived', 'shards', false), (125, 'ShardsTransferred', 'shards', false),
  (126, 'DistributingAssurance', 'assurances', false), (127, 'AssuranceSendFailed', 'assurances', true),
  (128, 'AssuranceSent', 'assurances', false), (129, 'AssuranceDistributed', 'assurances', false),
  (130, 'AssuranceReceiveFailed', 'assurances', true), (131, 'AssuranceReceived', 'assurances', false),
  (140, 'SendingBundleShardRequest', 'bundles', false), (141, 'ReceivingBundleShardRequest', 'bundles', false),
  (142, 'BundleShardRequestFailed', 'bundles', true), (143, 'BundleShardRequestSent', 'bundles', false),
  (144, 'BundleShardRequestReceived', 'bundles', false), (145, 'BundleShardTransferred', 'bundles', false),
  (146, 'ReconstructingBundle', 'bundles', false), (147, 'BundleReconstructed', 'bundles', false),
  (148, 'SendingBundleRequest', 'bundles', false), (149, 'ReceivingBundleRequest', 'bundles', false),
  (150, 'BundleRequestFailed', 'bundles', true), (151, 'BundleRequestSent', 'bundles', false),
  (152, 'BundleRequestReceived', 'bundles', false), (153, 'BundleTransferred', 'bundles', false),
  (160, 'WorkPackageHashMapped', 'segments', false), (161, 'SegmentsRootMapped', 'segments', false),
  (162, 'SendingSegmentShardRequest', 'segments', false), (163, 'ReceivingSegmentShardRequest', 'segments', false),
  (164, 'SegmentShardRequestFailed', 'segments', true), (165, 'SegmentShardRequestSent', 'segments', false),
  (166, 'SegmentShardRequestReceived', 'segments', false), (167, 'SegmentShardsTransferred', 'segments', false),
  (168, 'ReconstructingSegments', 'segments', false), (169, 'SegmentReconstructionFailed', 'segments', true),
  (170, 'SegmentsReconstructed', 'segments', false), (171, 'SegmentVerificationFailed', 'segments', true),
  (172, 'SegmentsVerified', 'segments', false), (173, 'SendingSegmentRequest', 'segments', false),
  (174, 'ReceivingSegmentRequest', 'segments', false), (175, 'SegmentRequestFailed', 'segments', true),
  (176, 'SegmentRequestSent', 'segments', false), (177, 'SegmentRequestReceived', 'segments', false),
  (178, 'SegmentsTransferred', 'segments', false), (190, 'PreimageAnnouncementFailed', 'preimages', true),
  (191, 'PreimageAnnounced', 'preimages', false), (192, 'AnnouncedPreimageForgotten', 'preimages', false),
  (193, 'SendingPreimageRequest', 'preimages', false), (194, 'ReceivingPreimageRequest', 'preimages', false),
  (195, 'PreimageRequestFailed', 'preimages', true), (196, 'PreimageRequestSent', 'preimages', false),
  (197, 'PreimageRequestReceived', 'preimages', false), (198, 'PreimageTransferred', 'preimages', false),
  (199, 'PreimageDiscarded', 'preimages', true);

create function tart_u32(message bytea, at integer) returns bigint
language sql immutable strict parallel safe as $$
  select get_byte(message, at) + (get_byte(message, at + 1)::bigint << 8) + (get_byte(message, at + 2)::bigint << 16)
    + (get_byte(message, at + 3)::bigint << 24)
$$;
comment on function tart_u32 is 'four bytes of a message, little-endian';

create function tart_u64(message bytea, at integer) returns numeric
language sql immutable strict parallel safe as $$
  select tart_u32(message, at) + 4294967296::numeric * tart_u32(message, at + 4)
$$;
comment on function tart_u64 is 'eight bytes of a message, little-endian, unsigned';

create function tart_status(message bytea) returns jsonb
language sql immutable strict parallel safe as $$
  select jsonb_build_object('num_peers', tart_u32(message, 9), 'num_val_peers', tart_u32(message, 13),
    'num_sync_peers', tart_u32(message, 17), 'num_shards', tart_u32(message, length(message) - 20),
    'shards_size', tart_u64(message, length(message) - 16), 'num_preimages', tart_u32(message, length(message) - 8),
    'preimages_size', tart_u32(message, length(message) - 4))
  where length(message) >= 41
$$;
comment on function tart_status is 'the numbers of a Status(10), without those of the cores';

create function tart_discard_reason(message bytea) returns text
language sql immutable strict parallel safe as $$
  select (array['PackageReportedOnChain', 'ReplacedByBetter', 'CannotReportOnChain', 'TooManyGuarantees', 'Other'])
    [get_byte(message, length(message) - 1) + 1]
$$;
comment on function tart_discard_reason is 'why a guarantee was discarded: the last byte of a GuaranteeDiscarded(113)';

create view events_view as
select e.time as "timestamp", encode(n.peer_id, 'hex') as node_id, e.event_id, e.type as event_type,
  coalesce(t.name, 'Unknown') as event_name, coalesce(t.group_name, 'unknown') as event_group,
  jsonb_build_object(coalesce(t.name, 'Unknown'), jsonb_strip_nulls(jsonb_build_object(
      'timestamp', tart_u64(e.bytes, 0), 'slot', e.slot, 'core', e.core, 'hash', '0x' || encode(e.hash, 'hex'),
      'reason', case when e.type = 113 then tart_discard_reason(e.bytes) end))
    || case when e.type = 10 then tart_status(e.bytes) else '{}' end) as data,
  e.received as created_at, e.slot, e.core, encode(e.hash, 'hex') as hash, e.ref, s.uuid as session, e.seq,
  e.implausible, e.bytes
from event e
join node n on n.id = e.node
left join session s on s.id = e.session
left join event_types t on t.id = e.type;
comment on view events_view is 'the events that are kept; say a range of timestamp, always';
comment on column events_view.data is 'the facts of the event under its name; all of it is in the API, or decoded from bytes';
comment on column events_view.event_id is '64 bits, negative from 2^63 on';

create view events as select "timestamp", node_id, event_id, event_type, data, created_at from events_view;

create view nodes as
select encode(n.peer_id, 'hex') as node_id, encode(n.peer_id, 'hex') as peer_id, n.implementation_name,
  n.implementation_version, n.gp_version,
  exists (
    select from session s left join gateway g on g.id = s.gateway
    where s.node = n.id and s.ended_at is null
      and case when g.id is null then s.last_received else g.last_heartbeat end > now() - interval '20 seconds'
      and g.stopped_at is null
      and not exists (select from gateway later where later.name = g.name
                      and (later.started_at, later.id) > (g.started_at, g.id))) as is_connected,
  coalesce((select sum(t.events) from node_total t where t.node = n.id), 0) as event_count,
  n.first_seen as first_seen_at, n.last_seen as last_seen_at,
  coalesce((select max(s.opened_at) from session s where s.node = n.id), n.first_seen) as connected_at, n.address
from node n;
comment on view nodes is 'every node that ever connected; connected: as of now, while the persister keeps up';

create view sessions as
select s.uuid as session, encode(n.peer_id, 'hex') as node_id, g.name as gateway, s.protocol, s.cores, s.remote,
  s.opened_at, s.last_received, s.ended_at, s.end_reason, s.complete, s.next_seq as frames, s.duplicates, s.missing
from session s join node n on n.id = s.node left join gateway g on g.id = s.gateway;
comment on view sessions is 'every connection of a node to TART';

create view counts as
select c.bucket, case c.tier when 1 then '30s' when 2 then '1m' else '1h' end as tier,
  encode(n.peer_id, 'hex') as node_id, c.type as event_type, coalesce(t.name, 'Unknown') as event_name,
  coalesce(t.group_name, 'unknown') as event_group, nullif(c.core, -1) as core, nullif(c.reason, '') as reason,
  c.events
from node_count c join node n on n.id = c.node left join event_types t on t.id = c.type;
comment on view counts is 'events of each node by type, core and reason; say the tier: the same events are in each of them';

create view network_counts as
select c.bucket, case c.tier when 0 then '1s' when 1 then '30s' when 2 then '1m' else '1h' end as tier,
  c.type as event_type, coalesce(t.name, 'Unknown') as event_name, coalesce(t.group_name, 'unknown') as event_group,
  nullif(c.subject, -1) as subject, nullif(c.reason, '') as reason, c.events
from network_count c left join event_types t on t.id = c.type where c.type >= 0;
comment on view network_counts is 'events of all nodes; say the tier, and sum: a bucket has several rows';

--changeset tart:sql-functions splitStatements:false
--comment time_bucket comes with TimescaleDB; where that is absent, dashboards find this one.
do $do$
begin
  if not exists (select from pg_proc where proname = 'time_bucket') then
    create function time_bucket(bucket_width interval, ts timestamptz) returns timestamptz
    language sql immutable strict parallel safe as
    'select date_bin(bucket_width, ts, timestamptz ''2000-01-03 00:00:00+00'')';
  end if;
end
$do$;

--changeset tart:sql-role splitStatements:false
--comment A role that reads and does nothing else. Roles are of the whole server: it may be there, or not be ours to make.
do $do$
begin
  if not exists (select from pg_roles where rolname = 'tart_reader') then
    begin
      create role tart_reader nologin;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise notice 'the role tart_reader could not be made: an administrator may, see docs/sql.md';
    end;
  end if;
  if exists (select from pg_roles where rolname = 'tart_reader') then
    execute format('grant usage on schema %I to tart_reader', current_schema());
    execute format('grant select on all tables in schema %I to tart_reader', current_schema());
    execute format('alter default privileges in schema %I grant select on tables to tart_reader', current_schema());
  end if;
end
$do$;
