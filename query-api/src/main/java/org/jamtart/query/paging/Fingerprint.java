package org.jamtart.query.paging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** What a list is filtered by, in 64 bits, so that a cursor can be refused where it does not belong. */
public record Fingerprint(long value) {

  /** The fingerprint of a list's name and of its filter's parts, in an order that does not depend on the request's. */
  public static Fingerprint of(String list, Object... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest((list + List.of(parts)).getBytes(StandardCharsets.UTF_8));
      return new Fingerprint(ByteBuffer.wrap(hash).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
