package org.jamtart.testsupport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one test class has for itself: a topic, a consumer group and a database, each made when it is first
 * asked for. More of a kind come from {@link TestInfra}; hand them to {@link #closeLater} to have them go
 * with the class.
 *
 * <p>Safe for use by several threads.
 */
public final class TestScope implements AutoCloseable {

  /** Partitions of {@link #topic()}. */
  public static final int PARTITIONS = 4;

  private final TestInfra infra;
  private final String hint;
  private final Map<String, Object> made = new HashMap<>();
  private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

  private TestScope(TestInfra infra, String hint) {
    this.infra = infra;
    this.hint = hint;
  }

  /** For one test class, or one test. */
  public static TestScope open(String hint) {
    return new TestScope(TestInfra.shared(), hint);
  }

  /** The servers of this JVM. */
  public TestInfra infra() {
    return infra;
  }

  /** The broker's address. */
  public String bootstrapServers() {
    return infra.bootstrapServers();
  }

  /** Name of the topic, with {@value #PARTITIONS} partitions that have leaders. */
  public String topic() {
    return once("topic", String.class, () -> {
      String topic = infra.newTopic(hint, PARTITIONS);
      closeLater(() -> infra.deleteTopic(topic));
      return topic;
    });
  }

  /** Name of the consumer group. */
  public String group() {
    return once("group", String.class, () -> infra.newGroup(hint));
  }

  /** The database, with the whole schema and no rows. */
  public TestDatabase database() {
    return once("database", TestDatabase.class, () -> closeLater(infra.newDatabase(hint)));
  }

  /** Closes something when this ends; last come, first closed. */
  public synchronized <T extends AutoCloseable> T closeLater(T closeable) {
    closeables.push(closeable);
    return closeable;
  }

  private synchronized <T> T once(String key, Class<T> type, Supplier<T> source) {
    Object value = made.get(key);
    if (value == null) {
      value = source.get();
      made.put(key, value);
    }
    return type.cast(value);
  }

  @Override
  public synchronized void close() throws Exception {
    Exception first = null;
    while (!closeables.isEmpty()) {
      try {
        closeables.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
