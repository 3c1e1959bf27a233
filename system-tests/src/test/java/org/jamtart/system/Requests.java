package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jamtart.simulator.account.SessionAccount;
import org.jamtart.wire.Bytes32;
import tools.jackson.databind.JsonNode;

/** The durations of requests, read from what nodes sent by a reader of its own, against what TART answers. */
final class Requests {

  private static final long JCE = 1_735_732_800_000_000L;
  private static final long MINUTE = 60_000_000L;
  private static final long[] SHARD = {0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 3000, 5000};
  private static final long[] SPREAD = {0, 2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1000, 2000, 5000,
      10000,
      15000, 20000, 25000, 30000, 60000, 120000};

  /** Names in the answers, by beginning and end; a failure is an end, too. */
  private static final Map<String, int[]> FLOWS = Map.ofEntries(
      Map.entry("shard/assurer", new int[]{120, 125, 122}),
      Map.entry("shard/guarantor", new int[]{121, 124, 122}),
      Map.entry("bundle/shard_req", new int[]{140, 145, 142}),
      Map.entry("bundle/shard_resp", new int[]{141, 145, 142}),
      Map.entry("bundle/full_req", new int[]{148, 153, 150}),
      Map.entry("bundle/full_resp", new int[]{149, 153, 150}),
      Map.entry("segment/shard_req", new int[]{162, 167, 164}),
      Map.entry("segment/shard_resp", new int[]{163, 167, 164}),
      Map.entry("segment/full_req", new int[]{173, 178, 175}),
      Map.entry("segment/full_resp", new int[]{174, 178, 175}),
      Map.entry("segment/reconstruct", new int[]{168, 170, 169}),
      Map.entry("preimage/req", new int[]{193, 198, 195}),
      Map.entry("preimage/resp", new int[]{194, 198, 195}));

  /** Durations by flow and minute, microseconds. */
  private final Map<String, Map<Instant, List<Long>>> durations = new TreeMap<>();
  private final Map<Bytes32, List<Long>> asked = new HashMap<>();

  /** Reads the connections of all nodes. */
  Requests(List<SessionAccount> sessions) {
    sessions.forEach(session -> read(session.node(), session.stream().orElseThrow()));
  }

  private void read(Bytes32 node, byte[] stream) {
    var bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.getInt() + Integer.BYTES);
    Map<Long, long[]> begun = new HashMap<>();
    Map<Long, Long> audits = new HashMap<>();
    Map<Long, Long> reconstructions = new HashMap<>();
    for (long id = 0; bytes.hasRemaining(); id++) {
      int length = bytes.getInt();
      int at = bytes.position();
      bytes.position(at + length);
      long time = bytes.getLong(at) + JCE;
      int type = bytes.get(at + 8) & 0xff;
      long about = length >= 17 ? bytes.getLong(at + 9) : -1;
      if (type == 0) {
        id += bytes.getLong(at + 17) - 1; // Dropped: the IDs of as many events
        continue;
      }
      begun.put(id, new long[]{type, time});
      FLOWS.forEach((name, flow) -> {
        long[] start = begun.getOrDefault(about, new long[]{-1, 0});
        if ((type == flow[1] || type == flow[2]) && start[0] == flow[0]) {
          add(name, time, time - start[1]);
          if (flow[0] == 120) {
            asked.computeIfAbsent(node, absent -> new ArrayList<>()).add(time - start[1]);
          }
        }
      });
      if (type == 140) {
        audits.putIfAbsent(about, time);
      } else if (type == 146) {
        reconstructions.putIfAbsent(about, time);
      } else if (type == 147) {
        add("bundle/reconstruct", time, time - reconstructions.getOrDefault(about, time));
        add("bundle/e2e", time, time - audits.getOrDefault(about, time));
      }
    }
  }

  private void add(String flow, long time, long micros) {
    Instant minute = Instant.ofEpochSecond(Math.floorDiv(time, MINUTE) * 60);
    durations.computeIfAbsent(flow, name -> new TreeMap<>())
        .computeIfAbsent(minute, at -> new ArrayList<>())
        .add(micros);
  }

  /** Compares the percentiles of every minute, and the averages of every node. */
  void compare(Api api, String range) {
    assertThat(durations).containsKeys("shard/assurer", "shard/guarantor", "preimage/req", "preimage/resp");
    Map<String, Map<Instant, Map<String, Long>>> expected = new TreeMap<>();
    durations.forEach((flow, minutes) -> {
      Map<Instant, Map<String, Long>> figures = new TreeMap<>();
      minutes.forEach((minute, samples) -> figures.put(minute, figures(flow, samples)));
      expected.put(flow, figures);
    });
    Map<String, Map<Instant, Map<String, Long>>> answered = new TreeMap<>();
    for (String family : List.of("shard", "bundle", "segment", "preimage")) {
      for (JsonNode point : api.get("/api/grafana/" + family + "-latency" + range)) {
        point.properties().forEach(figure -> {
          int end = Math.max(figure.getKey().lastIndexOf("_p"), figure.getKey().lastIndexOf("_samples"));
          String name = end < 0 ? "" : figure.getKey().substring(end + 1);
          if (name.equals("samples") && figure.getValue().asLong() > 0 || name.matches("p\\d+")) {
            answered
                .computeIfAbsent(family + "/" + figure.getKey().substring(0, end), flow -> new TreeMap<>())
                .computeIfAbsent(Instant.parse(point.get("ts").asString()), ts -> new TreeMap<>())
                .put(name, figure.getValue().asLong());
          }
        });
      }
    }
    assertThat(answered).isEqualTo(expected);
    Map<String, JsonNode> stats = new HashMap<>();
    api.get("/api/grafana/da-stats" + range).forEach(node -> stats.put(node.get("node_id").asString(), node));
    asked.forEach((node, samples) -> {
      JsonNode answer = Objects.requireNonNull(stats.get(node.toHex()));
      assertThat(answer.get("assurer_latency_samples").asLong()).isEqualTo(samples.size());
      assertThat(answer.get("assurer_avg_latency_ms").asDouble())
          .isCloseTo(samples.stream().mapToLong(micros -> micros).average().orElseThrow() / 1_000,
              within(1e-6));
    });
  }

  /** How many samples there are, and percentiles: the upper edge of the bucket in which that of so many of a hundred lies. */
  static Map<String, Long> figures(String flow, List<Long> samples) {
    long[] sorted = samples.stream().mapToLong(micros -> micros).sorted().toArray();
    long[] edges = flow.startsWith("shard/") ? SHARD : SPREAD;
    Map<String, Long> figures = new TreeMap<>(Map.of("samples", (long) sorted.length));
    for (int percent : new int[]{50, 75, 95, 99, 100}) {
      long sample = sorted[Math.max(1, (int) Math.ceil(percent * sorted.length / 100.0)) - 1];
      figures.put("p" + percent,
          Arrays.stream(edges)
              .filter(edge -> edge * 1_000 > sample)
              .findFirst()
              .orElse(edges[edges.length - 1]));
    }
    return figures;
  }
}
