package org.jamtart.query.workpackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.grafana.Counted;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Cores and services over ranges that begin and end anywhere, some of whose hours are rolled up, against the packages themselves. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RolledAnswersIT {

  private static final Instant DAY = Instant.parse("2026-11-21T00:00:00Z");
  private static final int PACKAGES = 240;
  /** Of the hours of the day: rolled up are those from three to ten; of six o'clock there is no package. */
  private static final int FIRST = 3;
  private static final int BEHIND = 10;
  private static final int EMPTY = 6;

  private static final List<String> RANGES = List.of("03:00 09:00", "02:30:30 08:45:10", "05:10 05:50",
      "05:10 07:10", "04:00 06:00", "05:59:59 08:00:01", "00:00 13:00", "06:00 07:00", "05:30 07:30:01",
      "06:00 09:59:59.999999", "09:30 12:45", "10:00 13:00", "00:00 03:00", "02:59 05:01",
      "04:00:00.000001 08:59:59.999999", "03:59:59.999999 06:00:00.000001");

  private final Rows rows;
  private final Api api;
  private final List<Told> packages = new ArrayList<>();

  /** A package; times are milliseconds after the day's beginning, -1 for never. */
  private record Told(int core, long[] services, long gas, long[] times) {

    Instant firstSeen() {
      return DAY.plusMillis(times[0]);
    }

    boolean isRefined() {
      return times[2] >= 0;
    }

    /** The newest of what was told before a moment. */
    Instant last(Instant before) {
      return Arrays.stream(times)
          .filter(time -> time >= 0)
          .mapToObj(DAY::plusMillis)
          .filter(before::isAfter)
          .max(Instant::compareTo)
          .orElseThrow();
    }
  }

  RolledAnswersIT(TestScope scope) {
    rows = new Rows(scope.database());
    new Counted(rows).partitions(Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"));
    rows.node(1, Instant.now());
    var packaged = new Packaged(rows, DAY);
    var random = new Random(3);
    for (int number = 0; number < PACKAGES; number++) {
      long received = random.nextLong(13 * 3_600_000L);
      received += received / 3_600_000 == EMPTY ? 3_600_000 : 0;
      // Every tenth goes on for an hour and more, over the end of its hour and of some ranges.
      long step = number % 10 == 0 ? 1_500_000 : 700;
      long refined = number % 4 == 0 ? -1 : received + 2 * step;
      long[] times = {received, received + step, refined, -1, -1, -1,
          number % 7 == 0 ? received + 3 * step : -1};
      long[] services = LongStream.range(0, number % 4)
          .map(i -> 5 + (i * i + random.nextInt(3)) % 5)
          .toArray();
      var told = new Told(number % 6 - 1, services, refined < 0 ? 0 : number, times);
      packaged.part(number, 1, told.core, services, refined < 0 ? null : (Long) told.gas, null, times);
      packages.add(told);
    }
    packaged.merge();
    rollUp();
    api = Api.start(scope);
  }

  private void rollUp() {
    for (String table : List.of("package_figures", "package_tally", "package_core")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2027-01-01T00:00:00Z')");
    }
    for (int hour = FIRST; hour < BEHIND; hour++) {
      Instant from = DAY.plus(hour, ChronoUnit.HOURS);
      Instant to = from.plus(1, ChronoUnit.HOURS);
      rows.update(
          "insert into package_figures values (3, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, array[0, 0, 0, 0, 0, 0], 0, "
              + "array['', '', '', '', '', '']::bytea[])",
          from, seen(from, to).count());
      byService(seen(from, to)).forEach((service, count) -> rows
          .update("insert into package_tally values (?, 1, ?, ?)", from, service.toString(), count));
      seen(from, to).filter(told -> told.core >= 0)
          .collect(Collectors.groupingBy(Told::core))
          .forEach(
              (core, of) -> rows.update("insert into package_core values (?, ?, ?, ?, ?, ?)", from, core,
                  of.size(),
                  of.stream().filter(Told::isRefined).count(),
                  BigDecimal.valueOf(of.stream().mapToLong(Told::gas).sum()),
                  of.stream().map(told -> told.last(Instant.MAX)).max(Instant::compareTo).orElseThrow()));
    }
  }

  private Stream<Told> seen(Instant from, Instant to) {
    return packages.stream()
        .filter(told -> !told.firstSeen().isBefore(from) && told.firstSeen().isBefore(to));
  }

  private static Map<Long, Long> byService(Stream<Told> packages) {
    return packages.flatMap(told -> Arrays.stream(told.services).distinct().boxed())
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  private static Instant moment(String time) {
    return Instant.parse("2026-11-21T" + time + (time.length() == 5 ? ":00Z" : "Z"));
  }

  private static Instant begin(Instant moment, ChronoUnit unit) {
    return moment.truncatedTo(unit);
  }

  private static Instant end(Instant moment, ChronoUnit unit) {
    return begin(moment, unit).equals(moment) ? moment : begin(moment, unit).plus(1, unit);
  }

  @Test
  void Cores_and_services_of_any_range_come_to_what_its_packages_come_to() {
    for (String range : RANGES) {
      compare(range);
    }
    // What is rolled up cannot tell the parts of an hour.
    points("?start=2026-11-21T03:00:00Z&end=2026-11-21T09:00:00Z", moment("03:00"), moment("09:00"), "5m",
        Duration.ofMinutes(5));
    // And that long ranges are really answered from what is rolled up: the packages themselves are gone.
    rows.execute(
        "delete from work_package where first_seen >= '2026-11-21T03:00:00Z' and first_seen < '2026-11-21T10:00:00Z'");
    compare("00:00 13:00");
    compare("02:30:30 11:45:10");
  }

  private void compare(String range) {
    Instant start = moment(range.split(" ")[0]);
    Instant end = moment(range.split(" ")[1]);
    String asked = "?start=" + start + "&end=" + end;
    cores(range, asked, start, end);
    Instant from = begin(start, ChronoUnit.MINUTES);
    Instant to = end(end, ChronoUnit.MINUTES);
    Map<Long, Long> services = new TreeMap<>();
    api.json("/api/grafana/services" + asked)
        .forEach(it -> services.put(Long.decode(it.get("service_id").stringValue()),
            it.get("work_packages").asLong()));
    assertThat(services).as("services of %s", range).isEqualTo(byService(seen(from, to)));
    points(asked, begin(start, ChronoUnit.HOURS), end(end, ChronoUnit.HOURS), "1h", Duration.ofHours(1));
  }

  /** Whole minutes from the start on; reports up to the end as it is. */
  private void cores(String range, String asked, Instant start, Instant end) {
    List<String> cores = new ArrayList<>();
    api.json("/api/grafana/cores" + asked)
        .forEach(it -> cores.add(it.get("core") + " " + it.get("work_packages") + " "
            + Instant.parse(it.get("last_activity").stringValue())));
    List<String> expected = new ArrayList<>();
    for (int core = 0; core < 5; core++) {
      int of = core;
      List<Told> all = seen(begin(start, ChronoUnit.MINUTES), end).filter(told -> told.core == of).toList();
      all.stream()
          .map(told -> told.last(end))
          .max(Instant::compareTo)
          .ifPresent(last -> expected.add(of + " " + all.size() + " " + last));
    }
    assertThat(cores).as("cores of %s", range).isEqualTo(expected);
  }

  private void points(String asked, Instant from, Instant to, String interval, Duration bucket) {
    var points = new TreeSet<String>();
    api.json("/api/grafana/services/timeseries" + asked + "&interval=" + interval)
        .forEach(it -> points.add(Instant.parse(it.get("ts").stringValue()) + " "
            + Long.decode(it.get("service_id").stringValue()) + " " + it.get("work_packages").asLong()));
    var expected = new TreeSet<String>();
    for (Instant each = from; each.isBefore(to); each = each.plus(bucket)) {
      String ts = each.toString();
      byService(seen(each, each.plus(bucket)))
          .forEach((service, count) -> expected.add(ts + " " + service + " " + count));
    }
    assertThat(points).as("services by %s, %s", interval, asked).isEqualTo(expected);
  }
}
