--liquibase formatted sql

--changeset tart:log-epoch
alter table log_position add column leader_epoch integer;
comment on column log_position.leader_epoch is 'epoch of leadership under which the last record stored was written: tells whether the log still has it';
