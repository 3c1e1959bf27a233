--liquibase formatted sql

--changeset tart:streams
--comment What became of everything that each node sent. Nothing of it expires.
create table node_stream (
  node        integer primary key,
  sessions    bigint  not null,
  frames      bigint  not null,
  duplicates  bigint  not null,
  missing     bigint  not null,
  missing_at  timestamptz,
  stored      bigint  not null,
  expired     bigint  not null,
  quarantined bigint  not null,
  beyond      bigint  not null,
  event_lag   bigint,
  receipt_lag bigint
) with (fillfactor = 80);
comment on table node_stream is 'frames = stored + expired + quarantined + beyond, by node';
comment on column node_stream.frames is 'frames of the sessions'' numbering that came, each once';
comment on column node_stream.missing is 'frames of that numbering that never came';
comment on column node_stream.missing_at is 'when the newest gap was found';
comment on column node_stream.stored is 'event rows written, those included that retention has dropped since';
comment on column node_stream.expired is 'events that were past retention when they came';
comment on column node_stream.quarantined is 'put in quarantine with their bytes, and not decoded since';
comment on column node_stream.beyond is 'beyond the quarantine''s quota: counted, their bytes are in the log';
comment on column node_stream.event_lag is 'microseconds from the newest event''s own time to its writing; null before the first';
comment on column node_stream.receipt_lag is 'microseconds from its receipt to its writing';
insert into node_stream
select s.node, s.sessions, s.frames, s.duplicates, s.missing, null, coalesce(t.events - t.expired, 0), coalesce(t.expired, 0),
       coalesce(q.kept, 0), greatest(0, coalesce(t.malformed, 0) - coalesce(q.kept, 0)), null, null
from (select node, count(*) as sessions, sum(next_seq - missing) as frames, sum(duplicates) as duplicates,
             sum(missing) as missing
      from session group by node) s
left join (select node, sum(events) as events, sum(expired) as expired, sum(malformed) as malformed
           from node_total group by node) t on t.node = s.node
left join (select node, count(*) as kept from quarantine group by node) q on q.node = s.node;
