--liquibase formatted sql

--changeset tart:openings
--comment Events to which later ones of their session may refer: what these take from them. Kept for about an hour of the log.
create table opening (
  used         timestamptz not null,
  session      bigint      not null,
  id           bigint      not null,
  seq          bigint      not null,
  time         timestamptz not null,
  completed    bigint,
  submission   bigint,
  slot         bigint,
  core         integer,
  type         smallint    not null,
  kind         smallint    not null,
  hash         bytea,
  work_package bytea,
  services     bytea,
  primary key (session, id, kind, used)
) partition by range (used);
comment on column opening.used is 'receipt of the event, or of a later one that used it: the newest row of a key counts';
comment on column opening.id is '64 bits: the event''s own ID (kind 0), the ID of an audit that it was the first to request a shard for (1), or to reconstruct the bundle of (2)';
comment on column opening.completed is 'ordinal of the later frame that said what the chain is about; null: the event itself or those before it did';
comment on column opening.submission is 'ID of the event by which the work-package came, as 64 bits';
comment on column opening.services is 'of the items of the work-package: four bytes each, little-endian';
