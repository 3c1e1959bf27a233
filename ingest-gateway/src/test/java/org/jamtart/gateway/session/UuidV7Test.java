package org.jamtart.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UuidV7Test {

  @Test
  void it_begins_with_the_time_and_has_version_and_variant() {
    UUID uuid = new UuidV7(() -> Instant.parse("2022-02-22T19:22:22Z")).next();

    assertThat(uuid.toString()).startsWith("017f22e2-79b0-7"); // the example of RFC 9562
    assertThat(uuid.version()).isEqualTo(7);
    assertThat(uuid.variant()).isEqualTo(2);
  }

  @Test
  void no_two_are_the_same() {
    var uuids = new UuidV7(() -> Instant.EPOCH);
    Set<UUID> made = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(uuids.next());
    }

    assertThat(made).hasSize(10_000);
  }
}
