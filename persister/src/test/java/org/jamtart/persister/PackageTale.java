package org.jamtart.persister;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.wire.AccumulateCost;
import org.jamtart.wire.AccumulatedService;
import org.jamtart.wire.BlockAuthoringEvent.BlockExecuted;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.ExecCost;
import org.jamtart.wire.GuaranteeOutline;
import org.jamtart.wire.GuaranteeingEvent.Authorized;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeBuilt;
import org.jamtart.wire.GuaranteeingEvent.GuaranteesDistributed;
import org.jamtart.wire.GuaranteeingEvent.Refined;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageBeingShared;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageFailed;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageSubmission;
import org.jamtart.wire.GuaranteeingEvent.WorkReportBuilt;
import org.jamtart.wire.IsAuthorizedCost;
import org.jamtart.wire.RefineCost;
import org.jamtart.wire.WorkItemOutline;
import org.jamtart.wire.WorkPackageOutline;
import org.jamtart.wire.WorkReportOutline;

/**
 * Packages on some guarantors, as these tell them, and what they come to, kept beside while it is made up. Packages take
 * milliseconds to an hour; of every third the submitted-to guarantor sends no telemetry; some events are dropped, some refer to
 * events that are not there or are of another kind; every fourth comes to its guarantors twice, the second time with times that may be
 * earlier. Times are microseconds of the node's clock.
 */
final class PackageTale {

  static final int NODES = 9;
  private static final int PACKAGES = 90;
  private static final long SECOND = 1_000_000;
  private static final List<String> STAGES = List.of("received_at", "authorized_at", "refined_at",
      "report_built_at",
      "guarantee_built_at", "distributed_at", "failed_at");

  /** What is known by the first report of a stage. */
  private static final Map<String, List<String>> SAID_WITH = Map.of("received_at",
      List.of("core", "services"),
      "refined_at", List.of("refine_gas"), "failed_at", List.of("failure_reason"));

  /** What each node says, in its order; the index is its event ID. */
  final Map<Integer, List<Event>> said = new TreeMap<>();

  /** By package, then by node, then by the name of what is known: a time, or a value as text. */
  final Map<Bytes32, Map<Integer, Map<String, Object>>> parts = new TreeMap<>();

  /** Executions, gas, elapsed and load time by service and phase. */
  final Map<String, BigInteger[]> costs = new TreeMap<>();

  private final Random random;
  private final long start;

  PackageTale(long seed, long start) {
    this.random = new Random(seed);
    this.start = start;
    for (int number = 0; number < PACKAGES; number++) {
      tell(number);
    }
    for (int node = 0; node < NODES; node++) {
      lie(node);
      execute(node);
    }
  }

  private List<Event> said(int node) {
    return said.computeIfAbsent(node, absent -> new ArrayList<>());
  }

  private static long time(Map<String, Object> part, String stage) {
    return part.get(stage) instanceof Long time ? time : Long.MAX_VALUE;
  }

  private static Object known(Map<String, Object> part, String name) {
    return part.getOrDefault(name, "");
  }

  static Bytes32 hash(int number) {
    return Fixtures.peerId(5_000 + number);
  }

  private void tell(int number) {
    int team = number % (NODES / 3) * 3;
    long length = number % 10 == 0 ? 3_000 * SECOND : number % 10 == 1 ? 70 * SECOND : SECOND / 2;
    for (int role = number % 3 == 2 ? 1 : 0; role < 3; role++) {
      long begin = start + number * 100_000L + random.nextInt(50_000);
      guarantor(number, team + role, role == 0, begin, length);
      if (number % 4 == 3) {
        guarantor(number, team + role, role == 0, begin + random.nextInt(800_000) - 400_000, length);
      }
    }
  }

  private void guarantor(int number, int node, boolean primary, long begin, long length) {
    List<Event> to = said(node);
    long time = begin;
    long id = to.size();
    Bytes32 peer = Fixtures.peerId(1);
    to.add(primary ? new WorkPackageSubmission(time, peer, false) : new WorkPackageBeingShared(time, peer));
    int core = number % 5;
    List<Long> services = number % 4 == 0 ? List.of(0xffff_ffffL, 7L) : List.of((long) number % 6);
    Map<String, Object> part = parts.computeIfAbsent(hash(number), absent -> new TreeMap<>())
        .computeIfAbsent(node, absent -> new TreeMap<>());
    part.merge("opened_at", time, (a, b) -> Math.min((long) a, (long) b));
    part.put("core", core);
    part.put("services", services.toString());
    int stages = primary ? 6 : 4;
    int fails = random.nextInt(7) == 0 ? 1 + random.nextInt(3) : stages;
    for (int stage = 0; stage < stages; stage++) {
      time += 1 + random.nextLong(length / 6);
      if (stage == fails) {
        to.add(new WorkPackageFailed(time, id, "gone\0 at " + stage));
        if (time < time(part, "failed_at")) {
          part.put("failed_at", time);
          part.put("failure_reason", "gone\uFFFD at " + stage);
        }
        return;
      }
      if (stage > 0 && random.nextInt(12) == 0) {
        continue; // nobody tells
      }
      boolean isFirst = time < time(part, STAGES.get(stage));
      to.add(event(stage, time, id, core, hash(number), services, isFirst ? part : new TreeMap<>()));
      if (isFirst) {
        part.put(STAGES.get(stage), time);
      }
    }
  }

  private Event event(int stage, long time, long id, int core, Bytes32 hash, List<Long> services,
      Map<String, Object> part) {
    return switch (stage) {
      case 0 -> new WorkPackageReceived(time, id, core, outline(hash, services));
      case 1 -> {
        var cost = new IsAuthorizedCost(exec(), random.nextInt(), exec());
        cost(services.getFirst(), "0", cost.total(), cost.loadNs());
        yield new Authorized(time, id, cost);
      }
      case 2 -> {
        List<RefineCost> costs = new ArrayList<>();
        BigInteger gas = BigInteger.ZERO;
        for (long service : services) {
          var cost = new RefineCost(exec(), 5, exec(), exec(), exec(), exec(), exec());
          costs.add(cost);
          cost(service, "1", cost.total(), 5);
          gas = gas.add(unsigned(cost.total().gasUsed()));
        }
        part.put("refine_gas", gas.toString());
        yield new Refined(time, id, costs);
      }
      case 3 -> new WorkReportBuilt(time, id, new WorkReportOutline(hash, 9, hash, hash));
      case 4 -> new GuaranteeBuilt(time, id, new GuaranteeOutline(hash, 5, List.of(1, 2)));
      default -> new GuaranteesDistributed(time, id);
    };
  }

  /** References to what is not there yet or never, and to what is no arrival of a package. */
  private void lie(int node) {
    List<Event> to = said(node);
    long time = start + 50_000_000;
    to.add(new GuaranteesDistributed(time, 1_000_000));
    to.add(new WorkPackageFailed(time, -1, "nothing"));
    to.add(new GuaranteeBuilt(time, to.size() - 1, new GuaranteeOutline(hash(0), 5, List.of(1, 2))));
    to.add(new Refined(time, to.size() + 5, List.of()));
  }

  private void execute(int node) {
    var cost = new AccumulateCost(1, 2, 3, exec(), 77, exec(), exec(), exec(), exec(), exec(), 4, exec());
    said(node)
        .add(new BlockExecuted(start + 60_000_000 + node, 1_000_000,
            List.of(new AccumulatedService(3, cost))));
    cost(3, "2", cost.total(), 77);
  }

  private void cost(long service, String phase, ExecCost total, long loadNs) {
    BigInteger[] sums = costs.computeIfAbsent(service + "/" + phase, absent -> {
      var none = new BigInteger[4];
      Arrays.fill(none, BigInteger.ZERO);
      return none;
    });
    BigInteger[] more = {BigInteger.ONE, unsigned(total.gasUsed()), unsigned(total.elapsedNs()),
        unsigned(loadNs)};
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sums[i].add(more[i]);
    }
  }

  private ExecCost exec() {
    return new ExecCost(random.nextInt(20) == 0 ? -1 : random.nextInt(1_000_000), random.nextInt(1_000_000));
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static WorkPackageOutline outline(Bytes32 hash, List<Long> services) {
    return new WorkPackageOutline(10, hash, hash, 4, List.of(), services.stream()
        .map(id -> new WorkItemOutline(id, 1, 2, 3, 4, List.of(), 0))
        .toList());
  }

  /** What all nodes together tell of a package: of each time the first, and what was said with it. */
  Map<String, Object> merged(Bytes32 hash) {
    Map<String, Object> merged = new TreeMap<>();
    Collection<Map<String, Object>> ofNodes = parts.getOrDefault(hash, Map.of()).values();
    for (String stage : STAGES) {
      ofNodes.stream()
          .filter(part -> part.containsKey(stage))
          .min(Comparator.comparingLong(part -> time(part, stage)))
          .ifPresent(first -> {
            merged.put(stage, time(first, stage));
            SAID_WITH.getOrDefault(stage, List.of()).forEach(name -> merged.put(name, known(first, name)));
          });
    }
    merged.put("received_by", ofNodes.stream().filter(part -> part.containsKey("received_at")).count());
    merged.put("guaranteed_by",
        ofNodes.stream().filter(part -> part.containsKey("guarantee_built_at")).count());
    return merged;
  }
}
