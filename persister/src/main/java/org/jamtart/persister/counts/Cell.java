package org.jamtart.persister.counts;

/**
 * What is counted together in one transaction; coarser buckets and counts are sums of these.
 *
 * @param bucket    of 30 s, Unix microseconds
 * @param partition of the log
 * @param core      -1 for none
 * @param subject   slot, epoch or service; -1 for none
 * @param reason    empty for none
 */
record Cell(long bucket, int node, int partition, short type, int core, long subject, String reason) {}
