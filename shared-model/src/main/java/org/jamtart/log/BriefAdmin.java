package org.jamtart.log;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.ForwardingAdmin;

/**
 * An administration client that closes within a second. Kafka's own waits for every answer that is due, a minute while
 * the cluster is away, and nobody needs an answer any more when a service stops. Thread-safe.
 */
final class BriefAdmin extends ForwardingAdmin {

  private static final Duration LONGEST = Duration.ofSeconds(1);

  BriefAdmin(Map<String, Object> config) {
    super(config);
  }

  @Override
  public void close(Duration timeout) {
    super.close(timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST);
  }
}
