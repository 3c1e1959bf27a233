package org.jamtart.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jamtart.chaos.cluster.Home;
import org.jamtart.chaos.fault.Fault;
import org.jamtart.chaos.judge.Judge;
import org.jamtart.chaos.judge.Verdict;
import org.jamtart.chaos.report.Report;
import org.jamtart.chaos.report.Row;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./tart chaos}: each thing that keeps data is killed once, with poison in the log all the time. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Order(1) // takes long
class ChaosIT {

  private static final List<Fault> FAULTS = List.of(Fault.KILL_PERSISTER, Fault.KILL_BROKER,
      Fault.KILL_POSTGRES,
      Fault.KILL_GATEWAY);
  private static final List<Fault> AND_POISON = List.of(Fault.KILL_PERSISTER, Fault.KILL_BROKER,
      Fault.KILL_POSTGRES, Fault.KILL_GATEWAY, Fault.POISON);
  private static final Load.Volume VOLUME = new Load.Volume(12, 40, Duration.ZERO, true);

  @Test
  void whatever_is_killed_nothing_accepted_is_lost_or_stored_twice_and_the_judge_would_have_told()
      throws Exception {
    try (
        var session = Session.start(Home.here(), Path.of("target", "data", "short-form-" + System.nanoTime()),
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), false)) {
      var series = new Series(session.cluster(), session.progress(), session.processes(), VOLUME, 42);

      Row row = series.run("short form", AND_POISON, injector -> {
        for (Fault fault : FAULTS) {
          injector.inject(fault);
        }
      });

      System.out.println(Report.markdown(List.of(row)));
      assertThat(row.verdict().broken()).isEmpty();
      assertThat(row.verdict().stored()).isEqualTo(row.verdict().accepted()).isGreaterThan(5_000);
      assertThat(row.verdict().foreign()).isPositive();
      assertThat(row.verdict().gatewayLost()).isPositive();
      assertThat(row.deaths()).isZero();

      var judge = new Judge(session.cluster().bootstrapServers(), session.cluster().database().jdbcUrl(),
          session.cluster().apiBase(), session.progress().ends());
      assertThat(series.run("no fault", List.of(), injector -> {}).verdict().broken()).isEmpty();
      spoil(session.cluster().database().jdbcUrl());
      Verdict spoilt = judge.judge(List.of(), Set.of(), Set.of(), true);
      assertThat(spoilt.lost()).isEqualTo(2);
      assertThat(spoilt.twice()).isEqualTo(1);
      assertThat(spoilt.broken()).anySatisfy(what -> assertThat(what).contains("is not as in the log"))
          .anySatisfy(what -> assertThat(what).contains("counted"))
          .anySatisfy(what -> assertThat(what).contains("is the beginning of nothing that was sent"));
    }
  }

  /** In one session a row is lost; in another one is there again under another time, and one has other bytes. */
  private static void spoil(String jdbcUrl) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      statement.execute(
          "create temp table newest as select id from session where next_seq > 1 order by opened_at desc limit 3");
      statement.execute("delete from event where seq = 0 and session = (select min(id) from newest)");
      statement.execute(
          """
              insert into event select time + interval '1 millisecond', session, seq, event_id, received, slot, ref, node, core, type,
                implausible, hash, bytes from event where seq = 1 and session = (select max(id) from newest)""");
      statement.execute(
          """
              update event set bytes = bytes || '\\x00' where seq = 0 and session = (select max(id) from newest)""");
    }
  }
}
