package org.jamtart.persister.projection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.persister.session.SessionState;
import org.jamtart.persister.time.Times;
import org.jamtart.store.NodeStreamRow;

/**
 * Accounts for each node: what came by the numbering of its sessions on one side, what became of it, frame by frame, on the
 * other. What is no event is accounted for by the {@link Quarantine}, which alone knows what it keeps.
 */
final class Streams implements Projection {

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public Kind kind() {
    return Kind.ADDITIVE;
  }

  /** The table of the accounts, which the quarantine writes too. */
  static AddedTable table() {
    return AddedTable.ofAllTime("node_stream", Writer.NODE, "missing_at", "event_lag", "receipt_lag");
  }

  @Override
  public List<AddedTable> added() {
    return List.of(table());
  }

  @Override
  public Collector collector(Moment moment) {
    return new Accounting(moment);
  }

  /** What one transaction brings of one node. */
  private static final class Account {

    final Set<SessionState> sessions = new HashSet<>();
    long stored;
    long expired;
    long newestTime;
    long newestReceipt;
  }

  private static final class Accounting implements Collector {

    private final Moment moment;
    private final Map<Integer, Account> nodes = new TreeMap<>();
    private Account current = new Account();

    Accounting(Moment moment) {
      this.moment = moment;
    }

    private Account of(SessionState session) {
      Account account = nodes.computeIfAbsent(session.node().number(), number -> new Account());
      account.sessions.add(session);
      return account;
    }

    @Override
    public void open(SessionState session, Open open) {
      of(session);
    }

    @Override
    public void run(SessionState session, Run run) {
      current = of(session);
    }

    @Override
    public void close(SessionState session, Close close) {
      of(session);
    }

    @Override
    public void frame(Frame frame) {
      if (!frame.isEvent()) {
        return;
      }
      if (frame.isExpired()) {
        current.expired++;
        return;
      }
      current.stored++;
      current.newestTime = frame.timeMicros();
      current.newestReceipt = frame.receivedMicros();
    }

    @Override
    public void write(StatelessSession database) {
      List<NodeStreamRow> rows = new ArrayList<>();
      nodes.forEach((number, account) -> rows.add(row(number, account)));
      Inserts.rows(database, NodeStreamRow.INSERT, rows);
    }

    private NodeStreamRow row(int number, Account account) {
      long sessions = 0;
      long frames = 0;
      long duplicates = 0;
      long missing = 0;
      for (SessionState session : account.sessions) {
        sessions += session.isNew() ? 1 : 0;
        frames += session.newFrames();
        duplicates += session.newDuplicates();
        missing += session.newMissing();
      }
      var row = new NodeStreamRow(number).sessions(sessions)
          .received(frames, duplicates, missing, missing > 0 ? Times.instant(moment.now()) : null)
          .events(account.stored, account.expired);
      return account.stored == 0
          ? row
          : row.lags(moment.now() - account.newestTime, moment.now() - account.newestReceipt);
    }
  }
}
