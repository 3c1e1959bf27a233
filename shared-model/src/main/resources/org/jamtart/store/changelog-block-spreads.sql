--liquibase formatted sql

--changeset tart:block-spreads
--comment The histograms of blocks are added up, too: what is added up already is made again with them, an hour a second.
comment on column spread_figures.kind is '1: guarantees, by the time they were built; 2: assurances, by the first to be distributed; 3: Importing(43) of blocks, by the time they were authored';
truncate spread_figures;
comment on table kept_since is 'tables whose rows or partitions have been deleted when they expired: since when none is missing';
