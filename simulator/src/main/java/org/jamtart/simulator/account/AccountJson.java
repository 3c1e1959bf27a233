package org.jamtart.simulator.account;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The account as JSON, for comparison by scripts. Peer ids are 64 hex digits, event types their numbers. */
public final class AccountJson {

  private AccountJson() {}

  /** One object: totals, and for every node its sums and its sessions. */
  public static String of(Account account) {
    var nodes = account.sessions()
        .stream()
        .collect(Collectors.groupingBy(SessionAccount::node, TreeMap::new, Collectors.toList()));
    return object(List.of(field("connections", account.connections()), field("events", account.events()),
        field("bytes", account.bytes()), field("errors", account.errors()),
        field("troubles", troubles(account)),
        field("nodes",
            object(nodes.entrySet()
                .stream()
                .map(each -> field(each.getKey().toHex(), node(each.getValue())))
                .toList()))))
        + "\n";
  }

  private static String node(List<SessionAccount> sessions) {
    var byType = new TreeMap<Integer, Long>();
    sessions.forEach(
        session -> session.eventsByType().forEach((type, count) -> byType.merge(type, count, Long::sum)));
    return object(List.of(field("events", sessions.stream().mapToLong(SessionAccount::events).sum()),
        field("bytes", sessions.stream().mapToLong(SessionAccount::bytes).sum()),
        field("frames", sessions.stream().mapToLong(SessionAccount::frames).sum()),
        field("dropped", sessions.stream().mapToLong(SessionAccount::dropped).sum()),
        field("best_slot", last(sessions, SessionAccount::bestSlot)),
        field("finalized_slot", last(sessions, SessionAccount::finalizedSlot)),
        field("events_by_type", counts(byType)),
        field("sessions",
            sessions.stream().map(AccountJson::session).collect(Collectors.joining(",", "[", "]")))));
  }

  private static String session(SessionAccount session) {
    return object(List.of(field("events", session.events()), field("bytes", session.bytes()),
        field("frames", session.frames()), field("dropped", session.dropped()),
        field("events_by_type", counts(session.eventsByType()))));
  }

  private static String troubles(Account account) {
    return object(account.troubles()
        .entrySet()
        .stream()
        .map(each -> field(each.getKey().name().toLowerCase(Locale.ROOT), each.getValue()))
        .toList());
  }

  private static String counts(Map<Integer, Long> byType) {
    return object(
        byType.entrySet().stream().map(each -> field(each.getKey().toString(), each.getValue())).toList());
  }

  private static String last(List<SessionAccount> sessions, Function<SessionAccount, OptionalLong> slot) {
    return sessions.stream()
        .map(slot)
        .filter(OptionalLong::isPresent)
        .reduce((earlier, later) -> later)
        .map(last -> Long.toString(last.getAsLong()))
        .orElse("null");
  }

  private static String field(String name, Object value) {
    return "\"" + name + "\":" + value;
  }

  private static String object(List<String> fields) {
    return fields.stream().collect(Collectors.joining(",", "{", "}"));
  }
}
