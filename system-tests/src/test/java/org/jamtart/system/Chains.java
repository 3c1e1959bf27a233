package org.jamtart.system;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.EventType;
import org.jamtart.wire.Events;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.MetaEvent.Dropped;
import org.jamtart.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one connection are about, found the slow way: every event is decoded and kept, references are followed
 * by the names of their fields.
 */
final class Chains {

  /** What a reference of this name may name; one of another name is none to an event. */
  private static final Map<String, Set<Integer>> NAMES = Map.ofEntries(
      Map.entry("submissionOrShareId", Set.of(90, 91)), Map.entry("submissionId", Set.of(90)),
      Map.entry("shareId", Set.of(91)), Map.entry("builtId", Set.of(105)),
      Map.entry("sendingId", Set.of(106)), Map.entry("authoringId", Set.of(40)),
      Map.entry("importingId", Set.of(43)), Map.entry("authoringOrImportingId", Set.of(40, 43)),
      Map.entry("reconstructingId", Set.of(168)), Map.entry("requestId", Set.of(162, 163, 173, 174)));

  private final Map<Long, Earlier> events = new HashMap<>();
  private long next;

  /** What an event is about; null for what it is not about. */
  record About(int type, @Nullable Long core, @Nullable Long slot, @Nullable String hash) {}

  /** An event that was, and the package with which its chain is concerned. */
  private record Earlier(About about, @Nullable String workPackage) {}

  private static final List<String> HASHES = List.of("headerHash", "workPackageHash", "workReportHash",
      "erasureRoot",
      "hash");

  /** What each frame of a connection is about, in order; of frames without a length prefix's worth of event nothing. */
  static List<About> of(ByteBuffer stream, Protocol protocol) {
    var chains = new Chains();
    List<About> abouts = new ArrayList<>();
    while (stream.hasRemaining()) {
      var message = new byte[stream.getInt()];
      stream.get(message);
      try {
        abouts.add(chains.add(Events.decode(message, protocol)));
      } catch (DecodeException e) {
        throw new AssertionError("the simulator said what is no event", e);
      }
    }
    return abouts;
  }

  private About add(Event event) {
    long id = next;
    next += event instanceof Dropped dropped ? dropped.numDropped() : 1;
    int type = EventType.of(event).id();
    Earlier before = before(event, id);
    Object core = find(event, List.of("core"));
    Object slot = find(event, List.of("slot"));
    Object hash = find(event, HASHES);
    String workPackage = type == 93 || type == 94
        ? String.valueOf(hash)
        : before == null ? null : before.workPackage();
    String inherited = before != null && before.about().type() == 43 ? before.about().hash() : workPackage;
    var about = new About(type, core != null ? number(core) : before == null ? null : before.about().core(),
        slot != null ? number(slot) : before == null ? null : before.about().slot(),
        hash != null ? String.valueOf(hash) : inherited);
    if (!(event instanceof Dropped)) {
      events.put(id, new Earlier(about, workPackage));
    }
    if (event instanceof WorkPackageReceived received && before != null) {
      About of = before.about();
      events.put(received.submissionOrShareId(),
          new Earlier(new About(of.type(), about.core(), of.slot(), of.hash()), workPackage));
    }
    return about;
  }

  private static Long number(Object value) {
    return ((Number) value).longValue();
  }

  /** The event that another names; null when it names none that it may. */
  private @Nullable Earlier before(Event event, long id) {
    for (RecordComponent component : event.getClass().getRecordComponents()) {
      Set<Integer> kinds = NAMES.get(component.getName());
      if (kinds != null) {
        long named = (Long) value(event, component);
        Earlier earlier = named < id ? events.get(named) : null;
        return earlier != null && kinds.contains(earlier.about().type()) ? earlier : null;
      }
    }
    return null;
  }

  /** The first component of one of some names, in the record or in an outline that is in it. */
  private static @Nullable Object find(Object record, List<String> names) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (names.contains(component.getName())) {
        return value(record, component);
      } else if (component.getName().equals("outline")) {
        Object found = find(value(record, component), names);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static Object value(Object record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
