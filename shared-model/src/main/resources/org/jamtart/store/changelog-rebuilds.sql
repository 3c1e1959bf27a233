--liquibase formatted sql

--changeset tart:rebuilds
--comment Replays of what adds up, and replays to servers.
alter table replays add column kept text[] not null default '{}', add column longest_stop_ms bigint not null default 0,
  add column to_server text, add column speed double precision;
comment on column replays.projections is 'empty: all that are keyed; all: every one';
comment on column replays.kept is 'what of the tables stays as it is, since the log does not have all of it any more';
comment on column replays.longest_stop_ms is 'longest time for which a partition of the log stood still while rows of its were exchanged';
comment on column replays.to_server is 'host:port of the JIP-3 server to which it is played; null: into the tables';
comment on column replays.speed is 'seconds of the log in a second; 0: as fast as the server takes it';

create table log_adoption (
  at         timestamptz primary key,
  partitions integer[]   not null
);
comment on table log_adoption is 'when these tables were told to go on with another log: what was before is in no log';
