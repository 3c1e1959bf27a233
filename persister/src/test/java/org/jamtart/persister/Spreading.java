package org.jamtart.persister;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jamtart.wire.AvailabilityEvent.AssuranceReceived;
import org.jamtart.wire.AvailabilityEvent.DistributingAssurance;
import org.jamtart.wire.BlockAuthoringEvent.Authored;
import org.jamtart.wire.BlockAuthoringEvent.Authoring;
import org.jamtart.wire.BlockAuthoringEvent.Importing;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeBuilt;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeReceived;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.FinalizedBlockChanged;

/** How things spread, worked out from everything that the nodes said, in the plainest way: the oracle of the merged rows. */
final class Spreading {

  /** What a node said. */
  record Said(Bytes32 node, long id, Event event) {}

  private final List<Said> all;
  private final Map<Bytes32, Map<Long, Event>> byId = new HashMap<>();

  Spreading(List<Said> all) {
    this.all = List.copyOf(all);
    all.forEach(said -> byId.computeIfAbsent(said.node, node -> new HashMap<>()).put(said.id, said.event));
  }

  /** A report of a block. */
  private record Told(Bytes32 block, int type, Bytes32 node, long time, long slot) {}

  private List<Told> blocks() {
    List<Told> told = new ArrayList<>();
    for (Said said : all) {
      switch (said.event) {
        case BestBlockChanged e -> told.add(new Told(e.headerHash(), 11, said.node, e.timestamp(), e.slot()));
        case FinalizedBlockChanged e ->
          told.add(new Told(e.headerHash(), 12, said.node, e.timestamp(), e.slot()));
        case Importing e -> told
            .add(new Told(e.outline().headerHash(), 43, said.node, e.timestamp(), e.slot()));
        case Authored e -> {
          if (byId.getOrDefault(said.node, Map.of()).get(e.authoringId()) instanceof Authoring begun) {
            Bytes32 hash = e.outline().headerHash();
            told.add(new Told(hash, 42, said.node, e.timestamp(), begun.slot()));
            told.add(new Told(hash, 40, said.node, begun.timestamp(), begun.slot()));
          }
        }
        default -> {
        }
      }
    }
    return told;
  }

  private static Map<Bytes32, Long> earliest(List<Told> told, Predicate<Told> which) {
    Map<Bytes32, Long> earliest = new TreeMap<>();
    told.stream().filter(which).forEach(each -> earliest.merge(each.node, each.time, Math::min));
    return earliest;
  }

  private static Map.Entry<Bytes32, Long> first(Map<Bytes32, Long> reports) {
    return reports.entrySet().stream().min(Comparator.comparing(Map.Entry::getValue)).orElseThrow();
  }

  /** {@code hash type slot author nodes p50 p75 p95 p99 p100}, of each block with an author. */
  Set<String> blockRows() {
    Set<String> rows = new TreeSet<>();
    List<Told> told = blocks();
    for (Bytes32 hash : hashes(told)) {
      var authored = earliest(told, each -> each.block.equals(hash) && each.type == 42);
      if (!authored.isEmpty()) {
        var anchor = first(authored);
        for (int type : new int[]{11, 12, 40, 42, 43}) {
          var reports = earliest(told, each -> each.block.equals(hash) && each.type == type);
          if (!reports.isEmpty()) {
            rows.add(hash.toHex() + " " + type + " " + slot(told, hash) + " " + anchor.getKey().toHex() + " "
                + reports.size() + " "
                + percentiles(reports.values().stream().map(t -> t - anchor.getValue()).toList()));
          }
        }
      }
    }
    return rows;
  }

  private static Set<Bytes32> hashes(List<Told> told) {
    Set<Bytes32> hashes = new LinkedHashSet<>();
    told.forEach(each -> hashes.add(each.block));
    return hashes;
  }

  private static long slot(List<Told> told, Bytes32 hash) {
    return told.stream().filter(each -> each.block.equals(hash)).mapToLong(Told::slot).min().orElseThrow();
  }

  /** {@code slot hash follower since until}, of each block that has rivals. */
  Set<String> followings() {
    Set<String> rows = new TreeSet<>();
    List<Told> told = blocks();
    Map<Long, Set<Bytes32>> slots = new TreeMap<>();
    hashes(told)
        .forEach(hash -> slots.computeIfAbsent(slot(told, hash), slot -> new TreeSet<>()).add(hash));
    slots.values().removeIf(hashes -> hashes.size() < 2);
    slots.forEach((slot, hashes) -> {
      for (Bytes32 hash : hashes) {
        earliest(told, each -> each.block.equals(hash) && each.type == 11).forEach((node, since) -> {
          long until = hashes.stream()
              .filter(other -> !other.equals(hash))
              .map(
                  other -> earliest(told,
                      each -> each.block.equals(other) && each.type == 11 && each.node.equals(node)))
              .flatMap(reports -> reports.values().stream())
              .filter(time -> time > since)
              .mapToLong(Long::longValue)
              .min()
              .orElse(-1);
          rows.add(slot + " " + hash.toHex() + " " + node.toHex() + " " + (since + Connection.JCE) + " "
              + (until < 0 ? "stayed" : Long.toString(until + Connection.JCE)));
        });
      }
    });
    return rows;
  }

  /** The samples of a guarantee: its slot, and the offset of each node. */
  private record Guarantee(Bytes32 report, long slot, Bytes32 builder, long built, String core,
      String workPackage, List<Long> offsets) {}

  private List<Guarantee> guarantees() {
    Map<Bytes32, Map.Entry<Bytes32, GuaranteeBuilt>> built = new TreeMap<>();
    Map<Bytes32, Map<Bytes32, Long>> received = new TreeMap<>();
    for (Said said : all) {
      if (said.event instanceof GuaranteeBuilt e) {
        built.merge(e.outline().workReportHash(), Map.entry(said.node, e),
            (a, b) -> a.getValue().timestamp() <= b.getValue().timestamp() ? a : b);
      } else if (said.event instanceof GuaranteeReceived e) {
        received.computeIfAbsent(e.outline().workReportHash(), key -> new TreeMap<>())
            .merge(said.node, e.timestamp(), Math::min);
      }
    }
    List<Guarantee> guarantees = new ArrayList<>();
    built.forEach((report, first) -> {
      GuaranteeBuilt event = first.getValue();
      WorkPackageReceived origin = all.stream()
          .filter(said -> said.node.equals(first.getKey()))
          .map(Said::event)
          .filter(WorkPackageReceived.class::isInstance)
          .map(WorkPackageReceived.class::cast)
          .filter(e -> e.submissionOrShareId() == event.submissionId())
          .findFirst()
          .orElseThrow();
      guarantees.add(new Guarantee(report, event.outline().slot(), first.getKey(), event.timestamp(),
          Integer.toString(origin.core()), origin.outline().workPackageHash().toHex(),
          received.getOrDefault(report, Map.of())
              .values()
              .stream()
              .map(time -> time - event.timestamp())
              .toList()));
    });
    return guarantees;
  }

  /** {@code report slot builder core package nodes p50 …}, of each guarantee that was received. */
  Set<String> guaranteeRows() {
    Set<String> rows = new TreeSet<>();
    guarantees().stream()
        .filter(each -> !each.offsets.isEmpty())
        .forEach(each -> rows.add(each.report.toHex() + " " + each.slot + " " + each.builder.toHex() + " "
            + each.core + " " + each.workPackage + " " + each.offsets.size() + " "
            + percentiles(each.offsets)));
    return rows;
  }

  /** {@code slot built guarantees least-nodes samples p50 …}. */
  Set<String> guaranteeSlotRows() {
    Map<Long, List<Guarantee>> slots = new TreeMap<>();
    guarantees().forEach(each -> slots.computeIfAbsent(each.slot, slot -> new ArrayList<>()).add(each));
    Set<String> rows = new TreeSet<>();
    slots.forEach((slot, of) -> {
      List<Guarantee> reached = of.stream().filter(each -> !each.offsets.isEmpty()).toList();
      if (!reached.isEmpty()) {
        List<Long> pool = reached.stream()
            .flatMap(each -> each.offsets.stream())
            .map(Spreading::clamp)
            .toList();
        rows.add(slot + " " + (of.stream().mapToLong(Guarantee::built).min().orElseThrow() + Connection.JCE)
            + " " + reached.size() + " "
            + reached.stream().mapToInt(each -> each.offsets.size()).min().orElseThrow() + " " + pool.size()
            + " " + percentiles(pool));
      }
    });
    return rows;
  }

  private static long clamp(long offset) {
    return Math.max(0, offset);
  }

  /** {@code anchor senders samples starts… p50 …} and, of each sender, {@code anchor sender nodes p50 …}. */
  Set<String> assuranceRows(boolean senders) {
    Map<Bytes32, Map<Bytes32, Long>> begun = new TreeMap<>();
    Map<Bytes32, Map<Bytes32, Map<Bytes32, Long>>> received = new TreeMap<>();
    for (Said said : all) {
      if (said.event instanceof DistributingAssurance e) {
        begun.computeIfAbsent(e.anchor(), key -> new TreeMap<>())
            .merge(said.node, e.timestamp(), Math::min);
      } else if (said.event instanceof AssuranceReceived e) {
        received.computeIfAbsent(e.anchor(), key -> new TreeMap<>())
            .computeIfAbsent(e.sender(), key -> new TreeMap<>())
            .merge(said.node, e.timestamp(), Math::min);
      }
    }
    Set<String> rows = new TreeSet<>();
    begun.forEach((anchor, starts) -> {
      List<Long> pool = new ArrayList<>();
      starts.forEach((sender, start) -> {
        List<Long> offsets = received.getOrDefault(anchor, Map.of())
            .getOrDefault(sender, Map.of())
            .values()
            .stream()
            .map(time -> clamp(time - start))
            .toList();
        pool.addAll(offsets);
        if (senders && !offsets.isEmpty()) {
          rows.add(anchor.toHex() + " " + sender.toHex() + " " + offsets.size() + " " + percentiles(offsets));
        }
      });
      if (!senders && !pool.isEmpty()) {
        long first = starts.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        rows.add(anchor.toHex() + " " + starts.size() + " " + pool.size() + " "
            + percentiles(starts.values().stream().map(time -> time - first).toList()) + " "
            + percentiles(pool));
      }
    });
    return rows;
  }

  /** p50, p75, p95, p99 and p100 of microseconds, in milliseconds, as PostgreSQL shows an array. */
  static String percentiles(List<Long> micros) {
    List<Long> sorted = micros.stream().map(each -> each / 1000).sorted().toList();
    int n = sorted.size();
    StringBuilder text = new StringBuilder("{" + sorted.get(n / 2));
    for (double p : new double[]{0.75, 0.95, 0.99}) {
      text.append(',').append(sorted.get(Math.min((int) Math.floor(n * p), n - 1)));
    }
    return text.append(',').append(sorted.get(n - 1)).append('}').toString();
  }
}
