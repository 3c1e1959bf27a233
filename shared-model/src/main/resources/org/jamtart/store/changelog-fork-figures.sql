--liquibase formatted sql

--changeset tart:fork-figures
--comment How long nodes followed a block, worked out when it is merged: a list of forks does not read a thousand followers of each block.
alter table seen_block add column left_by integer, add column left_at timestamptz, add column followed_p50_ms bigint,
  add column followed_max_ms bigint;
comment on column seen_block.left_by is 'followers with an until; null with followers';
comment on column seen_block.left_at is 'last until; null if nobody left';
comment on column seen_block.followed_p50_ms is 'whole milliseconds from since to until, of those who left; null if nobody did';
update seen_block b set left_by = f.nodes, left_at = f.last, followed_p50_ms = f.millis[f.nodes / 2 + 1],
  followed_max_ms = f.millis[f.nodes]
from (select s.time, s.hash, count(l.millis)::integer as nodes, max(l.until) as last,
        array_agg(l.millis order by l.millis) filter (where l.millis is not null) as millis
      from seen_block s left join lateral (
        select t.until, floor(extract(epoch from t.until - t.since) * 1000)::bigint as millis
        from unnest(s.since, s.until) as t (since, until) where t.until is not null) l on true
      where s.followers is not null group by 1, 2) f
where b.time = f.time and b.hash = f.hash;
