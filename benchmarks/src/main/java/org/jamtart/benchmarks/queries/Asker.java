package org.jamtart.benchmarks.queries;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks one question again and again, one request at a time, each about another thing. One thread. */
final class Asker {

  private static final int LEAST_ANSWERS = 5;
  /** What it needs is not configured. */
  private static final String NOT_HERE = "503";

  private final Client client;
  private final Question question;
  private final Map<String, List<String>> values;

  private Asker(Client client, Question question, Map<String, List<String>> values) {
    this.client = client;
    this.question = question;
    this.values = values;
  }

  /** Either somebody who can ask, or why nobody can. */
  sealed interface Found {
    record Ready(Asker asker) implements Found {}

    record Nobody(String why) implements Found {}
  }

  /** Finds values with which the question is answered. */
  static Found find(Client client, Question question, Values known, Duration reach) throws SQLException {
    int meanings = 1;
    for (String name : question.names()) {
      int count = known.of(name).size();
      if (count == 0) {
        return new Found.Nobody("no value is known for " + name);
      }
      meanings = Math.max(meanings, count);
    }
    String error = "";
    for (int meaning = 0; meaning < meanings; meaning++) {
      Map<String, List<String>> values = new HashMap<>();
      for (String name : question.names()) {
        List<List<String>> of = known.of(name);
        values.put(name, Objects.requireNonNull(of.get(Math.min(meaning, of.size() - 1))));
      }
      var asker = new Asker(client, question, values);
      error = asker.ask(0, reach).error();
      if (!error.startsWith(NOT_HERE) && (question.names().isEmpty() || !isUnknown(error))) {
        return new Found.Ready(asker);
      }
    }
    return new Found.Nobody(error);
  }

  /** Whether the answer blames the value. */
  private static boolean isUnknown(String error) {
    return error.startsWith("4");
  }

  Question question() {
    return question;
  }

  /** Asks for a while, and a few times at least. */
  Timing ask(Duration length, Duration reach) {
    List<Double> millis = new ArrayList<>();
    int errors = 0;
    String first = "";
    long end = System.nanoTime() + length.toNanos();
    for (int i = 0; i < LEAST_ANSWERS || System.nanoTime() < end; i++) {
      Client.Answer answer = ask(i, reach);
      millis.add(answer.millis());
      if (!answer.error().isEmpty()) {
        first = errors++ == 0 ? answer.error() : first;
      }
    }
    return new Timing(millis.stream().mapToDouble(Double::doubleValue).toArray(), errors, first);
  }

  private Client.Answer ask(int turn, Duration reach) {
    Map<String, String> chosen = new HashMap<>();
    values.forEach((name, of) -> chosen.put(name, Objects.requireNonNull(of.get(turn % of.size()))));
    return client.get(question.request(chosen, reach, Instant.now()));
  }
}
