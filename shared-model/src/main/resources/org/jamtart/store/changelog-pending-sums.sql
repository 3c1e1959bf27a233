--liquibase formatted sql

--changeset tart:pending-sums
--comment What transactions have to add to the tables that add up, one row a transaction. Rows are only added and deleted: whoever deletes one adds what it says in the same transaction.
create table pending_sums (
  id         bigint      generated always as identity primary key,
  sums       bytea       not null,
  nodes      integer[]   not null,
  events     bigint[]    not null,
  unknown    bigint[]    not null,
  malformed  bigint[]    not null,
  dropped    numeric[]   not null,
  stored_at  timestamptz not null default now(),
  not_before timestamptz not null default '-infinity'
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
alter table pending_sums alter column sums set storage external;
comment on table pending_sums is 'what is still to be added to counts, soon';
comment on column pending_sums.sums is 'rows of several tables, packed (org.jamtart.store.PackedSums)';
comment on column pending_sums.nodes is 'nodes of whose totals something is in sums; how much, in the arrays behind: for accounts that are held against the totals';
comment on column pending_sums.not_before is 'when to try again what could not be added; -infinity: it has not been tried';
