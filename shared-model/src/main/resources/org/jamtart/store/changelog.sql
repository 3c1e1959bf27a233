--liquibase formatted sql

-- Names are singular. Times are the server's (receipt) unless a comment says otherwise. Numbers that are u64 on the
-- wire are kept as the same 64 bits in a bigint (compare as unsigned); sums that can pass 2^63 are numeric.

--changeset tart:log-position
--comment Where the tables stand in the log: the truth for exactly once; the offsets that Kafka keeps are its shadow.
create table log_position (
  partition    integer     primary key,
  cluster_id   text        not null,
  topic        text        not null,
  topic_id     text        not null,
  next_offset  bigint      not null,
  stored_until timestamptz not null,
  updated_at   timestamptz not null
);
comment on column log_position.stored_until is 'timestamp of the last record that was stored; 1970 before the first';

create table log_gap (
  partition   integer     not null,
  from_offset bigint      not null,
  to_offset   bigint      not null,
  found_at    timestamptz not null,
  primary key (partition, from_offset)
);
comment on table log_gap is 'records that the log had dropped before they were stored: [from_offset, to_offset)';

--changeset tart:gateway
create table gateway (
  id             uuid        primary key,
  name           text        not null,
  started_at     timestamptz not null,
  last_heartbeat timestamptz not null,
  stopped_at     timestamptz,
  connections    integer     not null
);
comment on table gateway is 'one row per start of a gateway';
create index gateway_by_name on gateway (name, started_at desc);

--changeset tart:node
create sequence node_number as integer;
create table node (
  id                     integer     primary key,
  peer_id                bytea       not null unique,
  implementation_name    text        not null,
  implementation_version text        not null,
  gp_version             text        not null,
  information            bytea,
  address                text,
  opened_at              timestamptz,
  first_seen             timestamptz not null,
  last_seen              timestamptz not null
) with (fillfactor = 80);
comment on column node.opened_at is 'when the session opened that information is from; null when no node information was in reach';
comment on column node.address is 'as the node tells it, address:port; null when it tells none';
comment on table node is 'what the newest session said of each node';
comment on column node.information is 'node information message as received, without its length prefix';
comment on column node.implementation_name is 'U+0000 is shown as U+FFFD here; the bytes are in information';

--changeset tart:session
create sequence session_number;
create table session (
  id            bigint      primary key,
  uuid          uuid        not null unique,
  node          integer     not null,
  gateway       uuid        not null,
  protocol      smallint    not null,
  cores         integer     not null,
  remote        text,
  information   bytea,
  opened_at     timestamptz not null,
  last_received timestamptz not null,
  next_seq      bigint      not null,
  duplicates    bigint      not null,
  missing       bigint      not null,
  ended_at      timestamptz,
  end_reason    text,
  complete      boolean
) with (fillfactor = 80);
comment on table session is 'one row per TCP connection that introduced itself';
comment on column session.opened_at is 'receipt of the node information, or of the first run when that is out of the log''s reach';
comment on column session.next_seq is 'ordinal of the next frame: a run below it is a duplicate, one above it a gap';
comment on column session.duplicates is 'frames that came again and were skipped';
comment on column session.missing is 'frames that never came: the sum of the gaps';
create index session_by_node on session (node, opened_at desc);
create index session_open on session (gateway) where ended_at is null;

--changeset tart:event
create table event (
  time        timestamptz not null,
  session     bigint      not null,
  seq         bigint      not null,
  event_id    bigint,
  received    timestamptz not null,
  slot        bigint,
  ref         bigint,
  node        integer     not null,
  core        integer,
  type        smallint    not null,
  implausible boolean     not null,
  hash        bytea,
  bytes       bytea       not null,
  primary key (time, session, seq)
) partition by range (time);
comment on column event.time is 'the event''s own time if it lies within [received - 1 day, received + 1 hour], else the time of receipt';
comment on column event.event_id is 'JIP-3 event ID as 64 bits; null when unknown';
comment on column event.ref is 'the event ID that this event refers to, as 64 bits';
comment on column event.bytes is 'the message as received, without its length prefix';
create index event_by_node on event (node, time);
create index event_by_type on event (type, time);

--changeset tart:quarantine
create table quarantine (
  received  timestamptz not null,
  id        uuid        not null,
  partition integer     not null,
  position  bigint      not null,
  node      integer     not null,
  session   bigint,
  seq       bigint,
  event_id  bigint,
  type      smallint    not null,
  time      timestamptz,
  reason    text        not null,
  field     text,
  at        integer,
  expected  text,
  found     text,
  message   text        not null,
  bytes     bytea       not null,
  primary key (received, id)
) partition by range (received);
comment on column quarantine.id is 'derived from (session, seq), or from (topic, partition, offset) for a record that is not ours';
comment on column quarantine.position is 'offset in the log';
comment on column quarantine.node is '0: the record names no node';
comment on column quarantine.type is '-1: the discriminator could not be read';
comment on column quarantine.at is 'offset of the field in the message';
create index quarantine_by_node on quarantine (node, received);

create table quarantine_group (
  node      integer     not null,
  type      smallint    not null,
  reason    text        not null,
  hour      timestamptz not null,
  partition integer     not null,
  frames    bigint      not null,
  primary key (node, type, reason, hour, partition)
);
comment on table quarantine_group is 'all that was quarantined, of which the first 100 of each row have their bytes in quarantine';

--changeset tart:totals
create table session_total (
  session   bigint   not null,
  type      smallint not null,
  events    bigint   not null,
  unknown   bigint   not null,
  expired   bigint   not null,
  malformed bigint   not null,
  dropped   numeric  not null,
  primary key (session, type)
) with (fillfactor = 80);
comment on column session_total.events is 'frames that are events, the unknown and the expired ones included';
comment on column session_total.expired is 'events past the retention horizon when they came: counted, without a row';
comment on column session_total.dropped is 'sum of the numbers in Dropped';
create table node_total (
  node      integer  not null,
  type      smallint not null,
  events    bigint   not null,
  unknown   bigint   not null,
  expired   bigint   not null,
  malformed bigint   not null,
  dropped   numeric  not null,
  primary key (node, type)
) with (fillfactor = 80);
