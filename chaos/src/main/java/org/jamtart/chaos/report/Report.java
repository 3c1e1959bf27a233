package org.jamtart.chaos.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jamtart.chaos.judge.Verdict;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rows as a table in Markdown and as JSON. */
public final class Report {

  private static final String HEAD = """
      | fault | times | sent | accepted | stored | twice | lost | sent, not accepted | largest tail, bytes | longest stop | recovery | gateway | persister | broker | PostgreSQL |
      |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
      """;

  private Report() {}

  /** The table, without words about it. */
  public static String markdown(List<Row> rows) {
    return rows.stream().map(Report::line).collect(Collectors.joining("\n", HEAD, "\n"));
  }

  private static String line(Row row) {
    Verdict verdict = row.verdict();
    return String.format(Locale.ROOT,
        "| %s | %d | %,d | %,d | %,d | %d | %d | %,d | %,d | %s | %s | %d MB | %d MB | %d MB | %d MB |",
        row.title(), row.injected(), verdict.sent(), verdict.accepted(), verdict.stored(), verdict.twice(),
        verdict.lost(), verdict.notAccepted(), verdict.largestTail(), seconds(row.longestStop()),
        seconds(row.longestRecovery()), row.megabytes("gateway"), row.megabytes("persister"),
        row.megabytes("broker"),
        row.megabytes("postgres"));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }

  /** Everything that is known, with what was broken in words. */
  public static String json(List<Row> rows, Map<String, Object> circumstances) {
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Map<String, Object> all = new LinkedHashMap<>(circumstances);
    all.put("rows", rows.stream().map(Report::fields).toList());
    return mapper.writeValueAsString(all) + "\n";
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Map<String, Integer> times = new TreeMap<>();
    row.times().forEach((fault, count) -> times.put(fault.key(), count));
    Verdict verdict = row.verdict();
    fields.put("fault", row.title());
    fields.put("times", times);
    fields.put("sent", verdict.sent());
    fields.put("accepted", verdict.accepted());
    fields.put("stored", verdict.stored());
    fields.put("twice", verdict.twice());
    fields.put("lost", verdict.lost());
    fields.put("repeated_in_log", verdict.repeated());
    fields.put("foreign_records", verdict.foreign());
    fields.put("sent_not_accepted", verdict.notAccepted());
    fields.put("sent_unheard", verdict.unheard());
    fields.put("largest_tail_bytes", verdict.largestTail());
    fields.put("sessions_lost_with_gateway", verdict.gatewayLost());
    fields.put("longest_stop_seconds", row.longestStop().toMillis() / 1e3);
    fields.put("recovery_seconds", row.longestRecovery().toMillis() / 1e3);
    fields.put("series_seconds", row.length().toMillis() / 1e3);
    fields.put("unexpected_ends", row.deaths());
    fields.put("largest", new TreeMap<>(row.largest()));
    fields.put("broken", verdict.broken());
    return fields;
  }
}
