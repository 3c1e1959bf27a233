package org.jamtart.system;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jamtart.simulator.account.SessionAccount;
import org.jamtart.wire.BlockAuthoringEvent.BlockExecuted;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.GuaranteeingEvent.Authorized;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeBuilt;
import org.jamtart.wire.GuaranteeingEvent.GuaranteesDistributed;
import org.jamtart.wire.GuaranteeingEvent.Refined;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageBeingShared;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageFailed;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageSubmission;
import org.jamtart.wire.GuaranteeingEvent.WorkReportBuilt;

/** What became of the packages of a simulated network, by the bytes that its nodes sent. Times are Unix microseconds. */
final class ToldPackages {

  static final List<String> STAGES = List.of("received_at", "authorized_at", "refined_at", "report_built_at",
      "guarantee_built_at", "distributed_at", "failed_at");

  /** A package by all nodes together. */
  static final class Told {
    int core;
    final Map<String, Long> first = new TreeMap<>();
    final Map<Bytes32, Map<String, Long>> byNode = new TreeMap<>();
    BigInteger gas = BigInteger.ZERO;
    final Set<Long> services = new HashSet<>();
    final Map<Bytes32, Long> opened = new TreeMap<>();
    final Map<Bytes32, Long> last = new TreeMap<>();
    String failure = "";

    private boolean add(String stage, Bytes32 node, long time) {
      last.merge(node, time, Math::max);
      byNode.computeIfAbsent(node, absent -> new TreeMap<>()).merge(stage, time, Math::min);
      Long before = first.get(stage);
      first.merge(stage, time, Math::min);
      return before == null || time < before;
    }

    /** When it was first received. */
    long received() {
      return Objects.requireNonNull(first.get("received_at"));
    }

    /** Who received it first. */
    Bytes32 receiver() {
      return byNode.entrySet()
          .stream()
          .min(Comparator.comparingLong(it -> it.getValue().getOrDefault("received_at", Long.MAX_VALUE)))
          .orElseThrow()
          .getKey();
    }

    boolean has(String stage) {
      return first.containsKey(stage);
    }

    boolean has(Bytes32 node, String stage) {
      return byNode.getOrDefault(node, Map.of()).containsKey(stage);
    }

    /** When anything was said of it last. */
    long updated() {
      return last.values().stream().mapToLong(time -> time).max().orElseThrow();
    }

    long nodes(String stage) {
      return byNode.values().stream().filter(stages -> stages.containsKey(stage)).count();
    }
  }

  final Map<Bytes32, Told> packages = new TreeMap<>();

  /** Executions and gas by service and phase. */
  final Map<String, BigInteger> executions = new TreeMap<>();
  final Map<String, BigInteger> gas = new TreeMap<>();

  ToldPackages(List<SessionAccount> sessions) {
    for (SessionAccount session : sessions) {
      var listener = new Listener(session.node());
      Said.in(session).forEach(listener::take);
    }
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  private final class Listener {
    private final Bytes32 node;
    private final Map<Long, Long> openings = new HashMap<>();
    private final Map<Long, Told> arrivals = new HashMap<>();
    private final Map<Long, List<Long>> services = new HashMap<>();

    Listener(Bytes32 node) {
      this.node = node;
    }

    private void take(Said said) {
      long time = said.time();
      switch (said.event()) {
        case WorkPackageSubmission ignored -> openings.put(said.id(), time);
        case WorkPackageBeingShared ignored -> openings.put(said.id(), time);
        case WorkPackageReceived it -> {
          List<Long> items = new ArrayList<>();
          it.outline().workItems().forEach(item -> items.add(item.serviceId()));
          services.put(it.submissionOrShareId(), items);
          Told told = packages.computeIfAbsent(it.outline().workPackageHash(), absent -> new Told());
          arrivals.put(it.submissionOrShareId(), told);
          told.core = it.core();
          told.services.addAll(items);
          told.add("received_at", node, time);
          told.opened.merge(node, openings.getOrDefault(it.submissionOrShareId(), time), Math::min);
        }
        case Authorized it -> {
          stage("authorized_at", it.submissionOrShareId(), time);
          cost(service(it.submissionOrShareId(), 0), "authorization",
              it.cost().total().gasUsed());
        }
        case Refined it -> {
          BigInteger sum = BigInteger.ZERO;
          for (int item = 0; item < it.costs().size(); item++) {
            long used = it.costs().get(item).total().gasUsed();
            cost(service(it.submissionOrShareId(), item), "refinement", used);
            sum = sum.add(BigInteger.valueOf(used));
          }
          Told told = arrivals.get(it.submissionOrShareId());
          if (told != null && told.add("refined_at", node, time)) {
            told.gas = sum;
          }
        }
        case WorkReportBuilt it -> stage("report_built_at", it.submissionOrShareId(), time);
        case GuaranteeBuilt it -> stage("guarantee_built_at", it.submissionId(), time);
        case GuaranteesDistributed it -> stage("distributed_at", it.submissionId(), time);
        case WorkPackageFailed it -> {
          Told told = arrivals.get(it.submissionOrShareId());
          if (told != null && told.add("failed_at", node, time)) {
            told.failure = it.reason();
          }
        }
        case BlockExecuted it -> it.accumulated()
            .forEach(service -> cost(service.serviceId(), "accumulation", service.cost().total().gasUsed()));
        default -> {
          // no matter of packages
        }
      }
    }

    /** Nothing, where the package did not arrive before it failed. */
    private void stage(String stage, long submission, long time) {
      Told told = arrivals.get(submission);
      if (told != null) {
        told.add(stage, node, time);
      }
    }

    private long service(long submission, int item) {
      return services.getOrDefault(submission, List.of()).get(item);
    }

    private void cost(long service, String phase, long used) {
      executions.merge(service + "/" + phase, BigInteger.ONE, BigInteger::add);
      gas.merge(service + "/" + phase, BigInteger.valueOf(used), BigInteger::add);
    }
  }
}
