--liquibase formatted sql

--changeset tart:peers
--comment Who is connected to whom as the nodes tell it, and how much they say to each other.
create table node_peer (
  node    integer     not null,
  peer    bytea       not null,
  type    smallint    not null,
  time    timestamptz not null,
  session bigint      not null,
  seq     bigint      not null,
  side    smallint,
  reason  text,
  primary key (node, peer, type)
) with (fillfactor = 80);
comment on table node_peer is 'the newest event of each node about its connection with each peer, by type: 23, 25 to 28, 60, 61';
comment on column node_peer.time is 'by the node''s clock where it can be believed';
comment on column node_peer.side is 'who ended the connection or moved the stream: 0 the node, 1 the peer; null: not told';
comment on column node_peer.reason is 'U+0000 is shown as U+FFFD here';
create index node_peer_by_time on node_peer (time);

create table peer_count (
  bucket timestamptz not null,
  node   integer     not null,
  peer   bytea       not null,
  type   smallint    not null,
  events bigint      not null,
  last   timestamptz not null,
  primary key (bucket, type, node, peer)
) partition by range (bucket);
comment on table peer_count is 'events of a node about a peer in an hour: 23 to 28, 60 to 62, 68, 84';
comment on column peer_count.last is 'time of the newest of them';

alter table opening add column peer bytea;
comment on column opening.peer is 'whom a ConnectingOut(24), BlockAnnouncementStreamOpened(60), SendingBlockRequest(63) or ReceivingBlockRequest(64) names';
