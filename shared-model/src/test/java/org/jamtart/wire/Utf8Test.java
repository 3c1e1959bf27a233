package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Compares with the JDK's strict decoder. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class Utf8Test {
  private static final byte[] INTERESTING = {0, 'a', 0x7f, (byte) 0x80, (byte) 0x8f, (byte) 0x90, (byte) 0x9f,
      (byte) 0xa0, (byte) 0xbf, (byte) 0xc0, (byte) 0xc1, (byte) 0xc2, (byte) 0xdf, (byte) 0xe0, (byte) 0xe1,
      (byte) 0xec, (byte) 0xed, (byte) 0xee, (byte) 0xef, (byte) 0xf0, (byte) 0xf1, (byte) 0xf3, (byte) 0xf4,
      (byte) 0xf5, (byte) 0xf8, (byte) 0xff};

  @Test
  void every_sequence_of_two_bytes_is_judged_as_the_JDK_does() {
    for (int value = 0; value < 0x10000; value++) {
      agree(new byte[]{(byte) (value >> 8), (byte) value});
    }
  }

  @Test
  void every_sequence_of_four_interesting_bytes_is_judged_as_the_JDK_does() {
    for (byte a : INTERESTING) {
      for (byte b : INTERESTING) {
        for (byte c : INTERESTING) {
          for (byte d : INTERESTING) {
            agree(new byte[]{a, b, c, d});
          }
        }
      }
    }
  }

  @Test
  void a_bad_byte_is_found_wherever_it_is() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = "ascii and bit of é, 東京 and 🚀 in turn".repeat(2).getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] = INTERESTING[random.nextInt(INTERESTING.length)];
      agree(bytes);
    }
  }

  @Test
  void the_size_of_a_text_is_that_of_its_bytes() {
    for (String text : new String[]{"", "a", "é", "東京", "🚀", "\ud800", "a\udc00b", "\ud800\ud800\udc00",
        "\u0000"}) {
      assertThat(Utf8.size(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  private static void agree(byte[] bytes) {
    boolean valid = Utf8.firstInvalid(bytes, 0, bytes.length) < 0;
    if (valid != isUtf8(bytes)) {
      throw new AssertionError(ByteString.of(bytes) + " judged " + valid);
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
