--liquibase formatted sql

--changeset tart:retention
--comment What the deletion of expired rows looks for. Not last_received: an index on it would cost every transaction.
create index quarantine_group_by_hour on quarantine_group (hour);
create index session_by_end on session (ended_at) where ended_at is not null;
