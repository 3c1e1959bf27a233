package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Some status reports; what is written is added to what is there, of extremes the extreme stays. */
@MappedSuperclass
@SuppressWarnings("NullAway.Init")
public abstract class StatusReports {

  /** The columns of an insert, in the order in which their values are given; the key follows. */
  static final String COLUMNS = """
      cores, guarantees_max, guarantees_min, guarantees_sum, peers_max, peers_min, peers_sum,
      preimages_max, preimages_size_max, preimages_size_sum, preimages_sum, reports, shards_max,
      shards_min, shards_size_max, shards_size_sum, shards_sum, sync_peers_max, sync_peers_min,
      sync_peers_sum, val_peers_max, val_peers_min, val_peers_sum, zero_cores_max""";

  /** Their values. */
  static final String VALUES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

  /** What becomes of them when there is a row of the key, in a statement that calls the table {@code t}. */
  static final String ADDED = """
      cores = t.cores + excluded.cores, guarantees_max = greatest(t.guarantees_max,
      excluded.guarantees_max), guarantees_min = least(t.guarantees_min, excluded.guarantees_min),
      guarantees_sum = t.guarantees_sum + excluded.guarantees_sum, peers_max = greatest(t.peers_max,
      excluded.peers_max), peers_min = least(t.peers_min, excluded.peers_min), peers_sum =
      t.peers_sum + excluded.peers_sum, preimages_max = greatest(t.preimages_max,
      excluded.preimages_max), preimages_size_max = greatest(t.preimages_size_max,
      excluded.preimages_size_max), preimages_size_sum = t.preimages_size_sum +
      excluded.preimages_size_sum, preimages_sum = t.preimages_sum + excluded.preimages_sum, reports
      = t.reports + excluded.reports, shards_max = greatest(t.shards_max, excluded.shards_max),
      shards_min = least(t.shards_min, excluded.shards_min), shards_size_max =
      greatest(t.shards_size_max, excluded.shards_size_max), shards_size_sum = t.shards_size_sum +
      excluded.shards_size_sum, shards_sum = t.shards_sum + excluded.shards_sum, sync_peers_max =
      greatest(t.sync_peers_max, excluded.sync_peers_max), sync_peers_min = least(t.sync_peers_min,
      excluded.sync_peers_min), sync_peers_sum = t.sync_peers_sum + excluded.sync_peers_sum,
      val_peers_max = greatest(t.val_peers_max, excluded.val_peers_max), val_peers_min =
      least(t.val_peers_min, excluded.val_peers_min), val_peers_sum = t.val_peers_sum +
      excluded.val_peers_sum, zero_cores_max = greatest(t.zero_cores_max, excluded.zero_cores_max)""";

  /**
   * One number over some reports.
   *
   * @param sum exact, since a u64 may be among them
   */
  public record Spread(BigInteger sum, BigInteger min, BigInteger max) {

    /** That of one report; unsigned. */
    public static Spread of(long value) {
      BigInteger number = new BigInteger(Long.toUnsignedString(value));
      return new Spread(number, number, number);
    }

    /** Both together. */
    public Spread plus(Spread other) {
      return new Spread(sum.add(other.sum), min.min(other.min), max.max(other.max));
    }
  }

  /**
   * @param cores     how many numbers of guarantees there were
   * @param zeroCores most cores without a guarantee in one report
   */
  public record Guarantees(long cores, long sum, int min, int max, int zeroCores) {}

  /** All numbers of some reports. */
  public record Figures(long reports, Spread peers, Spread valPeers, Spread syncPeers, Spread shards,
      Spread shardsSize, Spread preimages, Spread preimagesSize, Guarantees guarantees) {}

  private long cores;
  @Column(name = "guarantees_max")
  private int guaranteesMax;
  @Column(name = "guarantees_min")
  private int guaranteesMin;
  @Column(name = "guarantees_sum")
  private long guaranteesSum;
  @Column(name = "peers_max")
  private long peersMax;
  @Column(name = "peers_min")
  private long peersMin;
  @Column(name = "peers_sum")
  private BigDecimal peersSum;
  @Column(name = "preimages_max")
  private long preimagesMax;
  @Column(name = "preimages_size_max")
  private long preimagesSizeMax;
  @Column(name = "preimages_size_sum")
  private BigDecimal preimagesSizeSum;
  @Column(name = "preimages_sum")
  private BigDecimal preimagesSum;
  private long reports;
  @Column(name = "shards_max")
  private long shardsMax;
  @Column(name = "shards_min")
  private long shardsMin;
  @Column(name = "shards_size_max")
  private BigDecimal shardsSizeMax;
  @Column(name = "shards_size_sum")
  private BigDecimal shardsSizeSum;
  @Column(name = "shards_sum")
  private BigDecimal shardsSum;
  @Column(name = "sync_peers_max")
  private long syncPeersMax;
  @Column(name = "sync_peers_min")
  private long syncPeersMin;
  @Column(name = "sync_peers_sum")
  private BigDecimal syncPeersSum;
  @Column(name = "val_peers_max")
  private long valPeersMax;
  @Column(name = "val_peers_min")
  private long valPeersMin;
  @Column(name = "val_peers_sum")
  private BigDecimal valPeersSum;
  @Column(name = "zero_cores_max")
  private int zeroCoresMax;

  protected StatusReports() {}

  /** So many more. */
  StatusReports(Figures figures) {
    this.reports = figures.reports();
    this.cores = figures.guarantees().cores();
    this.guaranteesSum = figures.guarantees().sum();
    this.guaranteesMin = figures.guarantees().min();
    this.guaranteesMax = figures.guarantees().max();
    this.zeroCoresMax = figures.guarantees().zeroCores();
    this.peersSum = new BigDecimal(figures.peers().sum());
    this.peersMin = figures.peers().min().longValue();
    this.peersMax = figures.peers().max().longValue();
    this.valPeersSum = new BigDecimal(figures.valPeers().sum());
    this.valPeersMin = figures.valPeers().min().longValue();
    this.valPeersMax = figures.valPeers().max().longValue();
    this.syncPeersSum = new BigDecimal(figures.syncPeers().sum());
    this.syncPeersMin = figures.syncPeers().min().longValue();
    this.syncPeersMax = figures.syncPeers().max().longValue();
    this.shardsSum = new BigDecimal(figures.shards().sum());
    this.shardsMin = figures.shards().min().longValue();
    this.shardsMax = figures.shards().max().longValue();
    this.shardsSizeSum = new BigDecimal(figures.shardsSize().sum());
    this.shardsSizeMax = new BigDecimal(figures.shardsSize().max());
    this.preimagesSum = new BigDecimal(figures.preimages().sum());
    this.preimagesMax = figures.preimages().max().longValue();
    this.preimagesSizeSum = new BigDecimal(figures.preimagesSize().sum());
    this.preimagesSizeMax = figures.preimagesSize().max().longValue();
  }
}
