package org.jamtart.chaos.judge;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jamtart.simulator.account.SessionAccount;

/** Compares what was sent, what the log has, and what the tables and the API say, from a moment on. Used by one thread. */
public final class Judge {

  private static final int SHOWN = 5;

  private final String bootstrapServers;
  private final Tables tables;
  private final Sessions sessions;
  private final Map<Integer, Long> from;
  private final long sessionsBefore;
  private final long foreignBefore;

  /** From now on. Nothing must be under way that was accepted before. */
  public Judge(String bootstrapServers, String jdbcUrl, String apiBase, Map<Integer, Long> logEnds)
      throws SQLException {
    this.bootstrapServers = bootstrapServers;
    this.tables = new Tables(jdbcUrl);
    this.sessions = new Sessions(apiBase);
    this.from = Map.copyOf(logEnds);
    this.sessionsBefore = tables.sessions();
    this.foreignBefore = tables.foreignRecords();
  }

  /**
   * Up to now. Everything that was accepted must have been flushed.
   *
   * @param sent every connection that was made
   * @param foreign records that somebody else wrote to the log
   * @param invented sessions that somebody else wrote to the log
   * @param mayLoseWhatWasSent whether what was sent may not have been accepted
   */
  public Verdict judge(List<SessionAccount> sent, Set<PlainLog.Place> foreign, Set<UUID> invented,
      boolean mayLoseWhatWasSent) throws SQLException {
    PlainLog log = PlainLog.read(bootstrapServers, from, foreign);
    Tables.Comparison rows = tables.compare(log);
    List<LoggedSession> ofNodes = log.sessions()
        .values()
        .stream()
        .filter(session -> !invented.contains(session.id()))
        .toList();
    Origins origins = Origins.of(ofNodes, sent);
    List<String> broken = new ArrayList<>();
    expect(broken, "frames that are accepted and not stored", rows.lost(), 0);
    expect(broken, "rows of frames that have another row", rows.twice(), 0);
    expect(broken, "sessions in the tables", tables.sessions() - sessionsBefore, log.sessions().size());
    expect(broken, "foreign records that are set aside", tables.foreignRecords() - foreignBefore,
        foreign.size());
    expect(broken, "offsets that were skipped", tables.gaps(), 0);
    if (!mayLoseWhatWasSent) {
      expect(broken, "frames accepted of those that were sent", origins.accepted(), origins.sent());
    }
    List<List<String>> findings = List.of(rows.wrong(), origins.strangers(), tables.miscounts(log),
        sessions.wrong(log, invented));
    findings.forEach(finding -> finding.stream().limit(SHOWN).forEach(broken::add));
    return new Verdict(origins.sent(), origins.sent() - origins.accepted(), log.frames(), rows.stored(),
        rows.twice(), rows.lost(),
        log.sessions().values().stream().mapToLong(LoggedSession::repeated).sum(), foreign.size(),
        origins.largestTail(), origins.unheard(),
        ofNodes.stream().filter(session -> session.close().isEmpty()).count(), broken);
  }

  private static void expect(List<String> broken, String what, long found, long expected) {
    if (found != expected) {
      broken.add(what + ": " + found + ", expected " + expected);
    }
  }
}
