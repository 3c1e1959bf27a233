--liquibase formatted sql

--changeset tart:left-hours
--comment An hour that a node's part of a package was rolled up in, and left for an earlier one, is made again, too.
alter table node_package add column left_hours timestamptz[];
comment on column node_package.left_hours is 'hours of first_seen until an earlier report came; null: none. For rolling up: depends on the order of the reports';
