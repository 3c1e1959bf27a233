package org.jamtart.persister.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jamtart.persister.context.Remembered.Completion;
import org.jamtart.wire.BlockAuthoringEvent.Authoring;
import org.jamtart.wire.BlockAuthoringEvent.AuthoringFailed;
import org.jamtart.wire.BundleRecoveryEvent.BundleReconstructed;
import org.jamtart.wire.BundleRecoveryEvent.ReconstructingBundle;
import org.jamtart.wire.BundleRecoveryEvent.SendingBundleShardRequest;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.Facts;
import org.jamtart.wire.GuaranteeOutline;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeBuilt;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeSent;
import org.jamtart.wire.GuaranteeingEvent.ImportsReceived;
import org.jamtart.wire.GuaranteeingEvent.SendingGuarantee;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageBeingShared;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageSubmission;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.WorkItemOutline;
import org.jamtart.wire.WorkPackageOutline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Random stories of one session, whose references are right, wrong and old. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OpeningBookTest {

  private static final Protocol TINY = new Protocol(1, 2);
  private static final ContextSettings UNBOUNDED = new ContextSettings(Duration.ofHours(1), 1_000_000);
  private static final ContextSettings FORGETFUL = new ContextSettings(Duration.ofHours(1), 3);
  private static final long MINUTE = 60_000_000;
  private static final int STORIES = 200;
  private static final int EVENTS = 120;

  @Test
  void what_an_event_finds_is_the_same_in_any_batches_through_restarts_and_again() throws SQLException {
    Map<Reference, Integer> outcomes = new TreeMap<>();
    for (int seed = 0; seed < STORIES; seed++) {
      var random = new SplittableRandom(seed);
      List<Said> story = story(random);
      List<Finding> whole = new ArrayList<>();
      var book = new OpeningBook(UNBOUNDED);
      story.forEach(said -> whole.add(book.see(said)));

      var table = new Table();
      assertThat(texts(tell(story, table, random, 0))).isEqualTo(texts(whole));
      var rows = Map.copyOf(table.rows);
      int stored = random.nextInt(EVENTS);
      assertThat(texts(tell(story, table, random, stored)))
          .isEqualTo(texts(whole).subList(stored, EVENTS));
      assertThat(table.rows).isEqualTo(rows);
      assertThat(texts(tell(story, table, random, -1))).isEqualTo(texts(whole));
      whole.stream()
          .map(Finding::reference)
          .filter(reference -> reference != null)
          .forEach(reference -> outcomes.merge(reference, 1, Integer::sum));
    }
    assertThat(outcomes).containsKeys(Reference.RESOLVED, Reference.WRONG_KIND, Reference.FORWARD,
        Reference.DANGLING);
    assertThat(outcomes.values()).allSatisfy(count -> assertThat(count).isGreaterThan(500));
  }

  @Test
  void an_audit_whose_number_comes_again_after_an_hour_is_another_one_though_the_older_is_still_known() {
    var book = new OpeningBook(UNBOUNDED);
    book.see(new Said(0, 0, new SendingBundleShardRequest(0, 7, Bytes32.ZERO, 1)));
    book.see(new Said(1, 30 * MINUTE, new SendingBundleShardRequest(0, 7, Bytes32.ZERO, 2)));
    Opening first = book.see(new Said(2, 40 * MINUTE, new BundleReconstructed(0, 7))).audit();
    assertThat(first).extracting(Opening::timeMicros).isEqualTo(0L);

    book.see(new Said(3, 200 * MINUTE, new SendingBundleShardRequest(0, 7, Bytes32.ZERO, 1)));
    Opening second = book.see(new Said(4, 201 * MINUTE, new BundleReconstructed(0, 7))).audit();
    assertThat(second).extracting(Opening::timeMicros).isEqualTo(200 * MINUTE + 3);
  }

  /**
   * Goes through a story in batches, of which some are rolled back and gone through again, by a book that forgets, now and then all.
   *
   * @param stored events that are passed over since they were stored before; negative when all are gone through again
   */
  private static List<Finding> tell(List<Said> story, Table table, SplittableRandom random, int stored)
      throws SQLException {
    List<Finding> found = new ArrayList<>();
    var book = new OpeningBook(FORGETFUL);
    for (int at = 0; at < story.size();) {
      List<Said> batch = story.subList(at, Math.min(story.size(), at + 1 + random.nextInt(9)));
      load(book, batch, table, stored);
      if (random.nextInt(5) == 0) { // is rolled back: nothing of it comes into the table
        batch.stream().filter(said -> said.eventId() >= stored).forEach(book::see);
        book.clear();
        load(book, batch, table, stored);
      }
      for (Said said : batch) {
        if (said.eventId() < stored) {
          continue;
        }
        Finding finding = book.see(said);
        finding.remembered().forEach(table::write);
        found.add(finding);
      }
      at += batch.size();
      if (random.nextInt(5) == 0) {
        book.clear();
      } else {
        book.committed();
        assertThat(book.size()).isLessThanOrEqualTo(3);
      }
    }
    return found;
  }

  private static void load(OpeningBook book, List<Said> batch, Table table, int stored) throws SQLException {
    OpeningBook.Wanted wanted = book.wanted();
    batch.forEach(
        said -> wanted.frame(1, said.eventId(), stored >= 0 && said.eventId() >= stored, said.type(),
            said.facts(), said.receivedMicros()));
    wanted.load(table::read);
  }

  private static List<Said> story(SplittableRandom random) {
    List<Said> story = new ArrayList<>();
    long time = 0;
    for (int id = 0; id < EVENTS; id++) {
      time += random.nextInt(8) == 0 ? random.nextLong(1_500_000_000) : random.nextLong(60_000_000);
      long ref = switch (random.nextInt(12)) {
        case 0 -> random.nextInt(EVENTS + 5);
        case 1, 2 -> random.nextInt(4); // used again and again
        default -> Math.max(0, id - 1 - random.nextInt(8));
      };
      story.add(new Said(id, time, event(random, ref, id / 12)));
    }
    return story;
  }

  private static Event event(SplittableRandom random, long ref, long audit) {
    var hash = Bytes32.ofHex("%064x".formatted(random.nextInt(100)));
    int number = random.nextInt(50);
    return switch (random.nextInt(14)) {
      case 0 -> new Authoring(0, number, hash);
      case 1 -> new AuthoringFailed(0, ref, "");
      case 2 -> new WorkPackageSubmission(0, hash, true);
      case 3 -> new WorkPackageBeingShared(0, hash);
      case 4, 5 -> new WorkPackageReceived(0, ref, number, new WorkPackageOutline(1, hash, hash, 1, List.of(),
          List.of(new WorkItemOutline(number, 1, 1, 1, 1, List.of(), 1))));
      case 6, 7 -> new ImportsReceived(0, ref);
      case 8 -> new GuaranteeBuilt(0, ref, new GuaranteeOutline(hash, number, List.of()));
      case 9 -> new SendingGuarantee(0, ref, hash);
      case 10 -> new GuaranteeSent(0, ref);
      case 11 -> new SendingBundleShardRequest(0, audit, hash, 1);
      case 12 -> new ReconstructingBundle(0, audit, false);
      default -> new BundleReconstructed(0, audit);
    };
  }

  private static List<String> texts(List<Finding> findings) {
    return findings.stream()
        .map(found -> found.reference() + " " + text(found.opening()) + " " + text(found.audit()))
        .toList();
  }

  private static String text(@Nullable Opening opening) {
    return opening == null
        ? "-"
        : opening.type() + "@" + opening.timeMicros() + " " + hex(opening.hash()) + " " + opening.core() + " "
            + opening.slot() + " " + hex(opening.workPackage()) + " " + Arrays.toString(opening.services())
            + " "
            + opening.submission();
  }

  private static String hex(byte @Nullable [] hash) {
    return hash == null ? "-" : HexFormat.of().formatHex(hash);
  }

  /** An event as a frame would tell of it. */
  private record Said(Long eventId, long receivedMicros, byte[] bytes, Facts facts) implements Told {
    Said(long id, long received, Event event) {
      this(id, received, Events.encode(event, TINY), new Facts());
      facts.read(bytes, 0, bytes.length, TINY);
    }

    @Override
    public long sessionNumber() {
      return 1;
    }

    @Override
    public long seq() {
      return eventId + 100;
    }

    @Override
    public short type() {
      return (short) (bytes[8] & 0xff);
    }

    @Override
    public long timeMicros() {
      return receivedMicros + eventId;
    }

    @Override
    public byte @Nullable [] hash() {
      int at = facts.hashOffset();
      return at < 0 ? null : Arrays.copyOfRange(bytes, at, at + 32);
    }

    @Override
    public @Nullable Bytes32 peer() {
      return null;
    }

    @Override
    public int[] ownServices() {
      return Events.services(bytes, 0, bytes.length, TINY);
    }
  }

  /** What the statements of the table do. */
  private static final class Table {
    final Map<String, Remembered> rows = new TreeMap<>();

    void write(Remembered row) {
      rows.merge(row.key() + "@" + row.used(), row, Table::merge);
    }

    private static Remembered merge(Remembered there, Remembered row) {
      Completion before = there.completion();
      Completion completion = row.completion();
      return completion != null && (before == null || completion.seq() < before.seq())
          ? there.completed(completion)
          : there;
    }

    List<Remembered> read(Set<OpeningKey> keys, long since) {
      List<Remembered> found = new ArrayList<>();
      for (OpeningKey key : keys) {
        rows.values()
            .stream()
            .filter(row -> row.key().equals(key) && row.used() >= since)
            .max((one, other) -> Long.compare(one.used(), other.used()))
            .ifPresent(found::add);
      }
      return found;
    }
  }
}
