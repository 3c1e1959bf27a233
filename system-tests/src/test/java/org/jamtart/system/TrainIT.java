package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code ./tart} does after a build for the starts to come. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Tag("long")
class TrainIT {

  @Test
  void what_training_leaves_behind_is_of_use_to_the_next_start() {
    assumeTrue(Runtime.version().feature() >= 25, "older JDKs cannot keep what they have learned");

    var trained = TartProcess.run(List.of(), "train", "--seconds", "1");

    assertThat(trained.exitCode()).as(trained.output()).isZero();
    // With this word a JVM that cannot use what it is given does not start.
    assertThat(TartProcess.run(List.of("-XX:AOTMode=on"), "--version").exitCode()).isZero();
  }
}
