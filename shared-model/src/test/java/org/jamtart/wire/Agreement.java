package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What holds for any bytes whatever. */
final class Agreement {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Agreement() {}

  /** Validating, decoding, encoding, facts and JSON of one message say the same. */
  static void check(byte[] bytes, Protocol protocol) {
    Verdict verdict = Events.validate(bytes, 0, bytes.length, protocol);
    Facts facts = new Facts();
    facts.read(bytes, 0, bytes.length, protocol);
    try {
      Event event = Events.decode(bytes, protocol);
      assertThat(verdict).isEqualTo(Verdict.EVENT);
      assertThat(Events.encode(event, protocol)).isEqualTo(bytes);
      writeJson(bytes, protocol);
    } catch (DecodeException e) {
      assertThat(e.verdict()).isEqualTo(verdict);
      assertThat(e.offset()).isBetween(0, bytes.length);
      assertThat(e).hasMessageContaining(verdict.key());
      if (verdict == Verdict.UNKNOWN_DISCRIMINATOR) {
        writeJson(bytes, protocol);
      }
    }
  }

  /** What decodes as node information is what it encodes to. */
  static void checkNodeInformation(byte[] bytes) {
    try {
      NodeInformation information = NodeInformation.decode(bytes);
      assertThat(information.encode()).isEqualTo(bytes);
      assertThat(information.protocol().cores()).isPositive();
    } catch (DecodeException e) {
      assertThat(e.verdict()).isNotEqualTo(Verdict.EVENT);
      assertThat(e.offset()).isBetween(0, bytes.length);
    }
  }

  /**
   * The same bytes somewhere in a buffer full of noise mean the same: nothing past the message is looked at.
   */
  static void checkNeighbours(byte[] bytes, Protocol protocol) {
    byte[] buffer = new byte[bytes.length + 40];
    Arrays.fill(buffer, (byte) 1);
    System.arraycopy(bytes, 0, buffer, 20, bytes.length);
    assertThat(Events.validate(buffer, 20, bytes.length, protocol))
        .isEqualTo(Events.validate(bytes, 0, bytes.length, protocol));
  }

  /** Reading a message, or refusing it, costs no more memory than a small multiple of its length. */
  static void checkAllocation(byte[] bytes, Protocol protocol) {
    long least = Long.MAX_VALUE;
    long limit = 20_000 + 30L * bytes.length;
    // The JVM allocates now and then for purposes of its own; what the message costs, it costs every time.
    for (int attempt = 0; attempt < 10 && least >= limit; attempt++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      decode(bytes, protocol);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(limit);
  }

  private static void decode(byte[] bytes, Protocol protocol) {
    try {
      Events.decode(bytes, protocol);
    } catch (DecodeException e) {
      assertThat(e.verdict()).isNotNull();
    }
  }

  private static void writeJson(byte[] bytes, Protocol protocol) {
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(),
        new StringWriter())) {
      EventJson.write(out, bytes, 0, bytes.length, protocol, ByteStyle.HEX);
    }
  }
}
