--liquibase formatted sql

--changeset tart:merge-marks
--comment Things of which parts have changed since their rows were merged. Rows are only added and deleted: a mark that comes while its thing is being merged is another row.
create table merge_mark (
  id         bigint      generated always as identity primary key,
  kind       smallint    not null,
  partition  integer     not null,
  keys       bytea[]     not null,
  marked_at  timestamptz not null default now(),
  not_before timestamptz not null default '-infinity'
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
comment on table merge_mark is 'things told of by many nodes that are to be merged, some of one transaction in a row';
comment on column merge_mark.partition is 'of the log, whose owner told';
comment on column merge_mark.not_before is 'when to try again what could not be merged; -infinity: it has not been tried';
