package org.jamtart.query.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PiecesTest {

  @Test
  void What_is_written_comes_back_whole_and_in_small_arrays() throws IOException {
    var random = new Random(3);
    for (int most : new int[]{1, 100, 10_000, 1_000_000}) {
      var pieces = new Pieces();
      var oracle = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        byte[] bytes = new byte[random.nextInt(most) + 7];
        random.nextBytes(bytes);
        pieces.write(bytes, 3, bytes.length - 5);
        oracle.write(bytes, 3, bytes.length - 5);
        pieces.write(i);
        oracle.write(i);
      }
      assertThat(pieces.size()).isEqualTo(oracle.size());
      var read = new ByteArrayOutputStream();
      pieces.writeTo(new OutputStream() {
        @Override
        public void write(int octet) {
          read.write(octet);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          assertThat(bytes.length).isLessThanOrEqualTo(Pieces.MOST);
          read.write(bytes, offset, length);
        }
      });
      assertThat(read.toByteArray()).isEqualTo(oracle.toByteArray());
      pieces.clear();
      assertThat(pieces.size()).isZero();
    }
  }
}
