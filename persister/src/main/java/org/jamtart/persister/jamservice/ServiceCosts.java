package org.jamtart.persister.jamservice;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.counts.CountSettings;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.time.Times;
import org.jamtart.store.Schema;
import org.jamtart.store.ServiceCostRow;
import org.jamtart.store.ServiceCostRow.Cost;
import org.jamtart.store.ServiceCostRow.Key;
import org.jamtart.store.ServiceCostRow.Phase;
import org.jamtart.store.Tier;
import org.jamtart.wire.AccumulatedService;
import org.jamtart.wire.BlockAuthoringEvent.BlockExecuted;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.ExecCost;
import org.jamtart.wire.GuaranteeingEvent.Authorized;
import org.jamtart.wire.GuaranteeingEvent.Refined;

/**
 * What running the services' code costs, by phase: authorization is booked to the first service of the package whole,
 * refinement has one cost per work item in the order of the items, accumulation names its services.
 */
final class ServiceCosts implements Projection {

  static final String TABLE = "service_cost";
  static final List<Tier> TIERS = List.of(Tier.MINUTE, Tier.HOUR);

  private static final int BLOCK_EXECUTED = 47;
  private static final int AUTHORIZED = 95;
  private static final int REFINED = 101;

  private static final Comparator<Key> ORDER = Comparator.comparingInt((Key key) -> key.tier())
      .thenComparingLong(Key::service)
      .thenComparing(Key::phase)
      .thenComparing(Key::bucket)
      .thenComparingInt(Key::partition);

  private final Partitions partitions;
  private final CountSettings settings;

  ServiceCosts(Partitions partitions, CountSettings settings) {
    this.partitions = partitions;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "services";
  }

  @Override
  public Kind kind() {
    return Kind.ADDITIVE;
  }

  @Override
  public List<AddedTable> added() {
    return TIERS.stream()
        .map(tier -> AddedTable.of(TABLE, Writer.PARTITION, new Buckets("bucket", tier.length(),
            settings.retention(tier), tier, partitions.table(tier.table(TABLE)))))
        .toList();
  }

  @Override
  public Collector collector(Moment moment) {
    return new Sums(moment.now());
  }

  /** @param bucket of a minute, Unix microseconds */
  private record Cell(long bucket, int partition, Phase phase, long service) {}

  private final class Sums implements Collector {
    private final long now;
    private final Map<Cell, Cost> cells = new HashMap<>();
    private final Map<Key, Cost> rows = new TreeMap<>(ORDER);

    Sums(long now) {
      this.now = now;
    }

    @Override
    public void frame(Frame frame) {
      short type = frame.type();
      if (type != BLOCK_EXECUTED && type != AUTHORIZED && type != REFINED || !frame.isEvent()) {
        return;
      }
      try {
        switch (frame.decode()) {
          case Authorized it ->
            add(frame, Phase.AUTHORIZATION, service(frame.chain().services(), 0), it.cost().total(),
                it.cost().loadNs());
          case Refined it -> {
            for (int item = 0; item < it.costs().size(); item++) {
              add(frame, Phase.REFINEMENT, service(frame.chain().services(), item),
                  it.costs().get(item).total(),
                  it.costs().get(item).loadNs());
            }
          }
          case BlockExecuted it -> {
            for (AccumulatedService service : it.accumulated()) {
              add(frame, Phase.ACCUMULATION, service.serviceId(), service.cost().total(),
                  service.cost().loadNs());
            }
          }
          default -> throw new IllegalStateException("type " + type + " decodes to another");
        }
      } catch (DecodeException e) {
        throw new IllegalStateException("an event that was judged to be one does not decode", e);
      }
    }

    private void add(Frame frame, Phase phase, long service, ExecCost total, long loadNs) {
      cells.merge(
          new Cell(Tier.MINUTE.bucket(frame.timeMicros()), frame.partition(), phase, service), new Cost(1,
              unsigned(total.gasUsed()), unsigned(total.elapsedNs()), unsigned(loadNs)),
          Cost::plus);
    }

    @Override
    public void prepare() {
      for (Tier tier : TIERS) {
        long horizon = tier.bucket(now - settings.retention(tier).toMillis() * 1000);
        PartitionedTable.Need need = partitions.table(tier.table(TABLE)).need();
        cells.forEach((cell, cost) -> {
          long bucket = tier.bucket(cell.bucket);
          if (bucket >= horizon) {
            need.add(bucket);
            rows.merge(
                new Key(Times.instant(bucket), cell.partition, cell.phase.id(), cell.service, tier.id()),
                cost, Cost::plus);
          }
        });
        need.make();
      }
    }

    @Override
    public void write(StatelessSession database) {
      List<ServiceCostRow> sums = new ArrayList<>(rows.size());
      rows.forEach((key, cost) -> sums.add(new ServiceCostRow(key, cost)));
      Inserts.all(database, sums);
    }
  }

  /** The service of an item; {@link Schema#NONE} when the package's arrival is not known, or it has no such item. */
  private static long service(int[] services, int item) {
    return item < services.length ? Integer.toUnsignedLong(services[item]) : Schema.NONE;
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }
}
