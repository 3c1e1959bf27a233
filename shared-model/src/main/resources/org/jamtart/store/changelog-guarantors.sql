--liquibase formatted sql

--changeset tart:package-guarantors
--comment Who guarantees, rolled up with the packages: what is rolled up already is made again with it, an hour a second.
create table package_guarantor (
  bucket            timestamptz not null,
  node              integer     not null,
  guaranteed        bigint      not null,
  received          bigint      not null,
  last_guarantee_at timestamptz,
  cores             integer[]   not null,
  core_guaranteed   bigint[]    not null,
  primary key (bucket, node)
) partition by range (bucket);
comment on table package_guarantor is 'what one node did with the work packages that were first seen, by any node, in an hour';
comment on column package_guarantor.guaranteed is 'packages for which the node reported GuaranteeBuilt(105); received: WorkPackageReceived(94)';
comment on column package_guarantor.cores is 'of the packages that it guaranteed, where known, ascending; core_guaranteed: how many of each';
truncate package_figures, package_tally, package_core, guarantor_figures;
