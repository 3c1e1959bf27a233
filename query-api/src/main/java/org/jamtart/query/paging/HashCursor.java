package org.jamtart.query.paging;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** Where a list goes on that is in the order of 32 bytes, such as ids of nodes; opaque and bound as {@link Cursor} is. */
public record HashCursor(Bytes32 after) {

  private static final byte LAYOUT = 2;
  private static final int BYTES = 1 + Long.BYTES + Bytes32.SIZE;

  /** The request's cursor; null when it asks for the first page. */
  public static @Nullable HashCursor of(Query query, Fingerprint filter) {
    @Nullable
    String text = query.text("cursor");
    return text == null ? null : parse(text, filter);
  }

  private static HashCursor parse(String text, Fingerprint filter) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw refused(text, "`next` of a page before, unchanged");
    }
    if (bytes.remaining() != BYTES || bytes.get() != LAYOUT) {
      throw refused(text, "`next` of a page before, unchanged");
    }
    if (bytes.getLong() != filter.value()) {
      throw refused(text, "used with the path and the filters that it came from");
    }
    return new HashCursor(Bytes32.of(bytes.array(), bytes.position()));
  }

  /** What the client sends to go on. */
  public String text(Fingerprint filter) {
    byte[] bytes = ByteBuffer.allocate(BYTES)
        .put(LAYOUT)
        .putLong(filter.value())
        .put(after.toByteArray())
        .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static RuntimeException refused(String text, String allowed) {
    return Problem.parameter("cursor", text, allowed).asException();
  }
}
