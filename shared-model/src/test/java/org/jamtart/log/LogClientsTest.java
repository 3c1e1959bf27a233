package org.jamtart.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class LogClientsTest {

  @Test
  void an_admin_client_that_waits_for_a_cluster_that_is_away_is_closed_within_seconds() {
    var settings = new LogSettings("localhost:1", "topic", "group", 1, 1, Duration.ofHours(1), 0);
    Admin admin = LogClients.admin(settings, "test");
    var nodes = admin.describeCluster().nodes();
    long begin = System.nanoTime();

    admin.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThatThrownBy(nodes::get).hasStackTraceContaining("closed");
  }
}
