package org.jamtart.gateway;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.jamtart.testsupport.net.NodeSocket;

/** Frames of all sizes that say nothing in particular; the same seed gives the same ones. */
final class ByteStory {

  private static final int LARGEST = 3_000;

  private ByteStory() {}

  static byte[] of(long seed, int atLeastBytes) {
    var random = new Random(seed);
    var bytes = new ByteArrayOutputStream(atLeastBytes + LARGEST);
    while (bytes.size() < atLeastBytes) {
      byte[] message = new byte[9 + random.nextInt(LARGEST)];
      random.nextBytes(message);
      message[8] = (byte) 250; // an event that nobody knows, so that no limit of malformed ones is met
      bytes.writeBytes(NodeSocket.frame(message));
    }
    return bytes.toByteArray();
  }
}
