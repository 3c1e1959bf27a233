--liquibase formatted sql

--changeset tart:marks-of-a-transaction
--comment One row of marks for all partitions of a transaction: one for each of them was up to 24 rows a kind, and who merges takes rows.
alter table merge_mark add column partitions integer[] not null default '{}';
update merge_mark set partitions = array[partition];
alter table merge_mark alter column partitions drop default;
alter table merge_mark drop column partition;
comment on column merge_mark.partitions is 'of the log, whose owner told; a rebuild exchanges rows by partition';
