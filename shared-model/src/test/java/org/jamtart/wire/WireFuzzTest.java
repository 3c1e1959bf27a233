package org.jamtart.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Any bytes whatever decode or are refused with {@link DecodeException}, and every operation agrees on
 * which. The normal run replays the saved corpus. To look for more, one method at a time: {@code
 * JAZZER_FUZZ=1 mvn -pl shared-model test -Djazzer.hooks=true -Dtest=WireFuzzTest#METHOD}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Execution(ExecutionMode.SAME_THREAD)
class WireFuzzTest {

  /** The first byte chooses the protocol: its lowest bit the version, the others the number of cores. */
  @FuzzTest(maxDuration = "4m")
  void any_bytes_are_an_event_or_are_refused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Protocol protocol = new Protocol(input[0] & 1, 1 + (input[0] >> 1 & 0x7f));
    byte[] message = Arrays.copyOfRange(input, 1, input.length);
    Agreement.check(message, protocol);
    Agreement.checkNeighbours(message, protocol);
    Agreement.checkAllocation(message, protocol);
  }

  @FuzzTest(maxDuration = "4m")
  void any_bytes_are_node_information_or_are_refused(byte[] message) {
    Agreement.checkNodeInformation(message);
  }
}
