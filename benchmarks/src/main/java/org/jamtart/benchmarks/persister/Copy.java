package org.jamtart.benchmarks.persister;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * The limit of the persister: the rows that it wrote, in PostgreSQL's own binary form and in the order in which it wrote
 * them, copied into the same table in transactions of the same size.
 */
final class Copy {

  private static final int ROWS_A_TRANSACTION = 16_384;
  /** Signature, flags and length of an extension that is empty. */
  private static final int HEADER = 19;
  private static final byte[] TRAILER = {-1, -1};

  private final Tables tables;
  private final byte[] header;
  private final List<byte[]> parts;
  private final long rows;

  private Copy(Tables tables, byte[] header, List<byte[]> parts, long rows) {
    this.tables = tables;
    this.header = header;
    this.parts = parts;
    this.rows = rows;
  }

  /** Of the rows that are in the table now. */
  static Copy of(Tables tables) throws SQLException, IOException {
    var binary = new ByteArrayOutputStream();
    try (Connection connection = tables.database().connect()) {
      manager(connection).copyOut("copy (select * from event order by tableoid, ctid) to stdout binary",
          binary);
    }
    byte[] all = binary.toByteArray();
    List<byte[]> parts = new ArrayList<>();
    var bytes = ByteBuffer.wrap(all).position(HEADER);
    int from = HEADER;
    long rows = 0;
    for (short fields = bytes.getShort(); fields >= 0; fields = bytes.getShort()) {
      for (int i = 0; i < fields; i++) {
        int length = bytes.getInt();
        bytes.position(bytes.position() + Math.max(0, length));
      }
      rows++;
      if (rows % ROWS_A_TRANSACTION == 0) {
        parts.add(Arrays.copyOfRange(all, from, bytes.position()));
        from = bytes.position();
      }
    }
    parts.add(Arrays.copyOfRange(all, from, bytes.position() - TRAILER.length));
    return new Copy(tables, Arrays.copyOf(all, HEADER), parts, rows);
  }

  /** Copies everything into an empty table; rows by second. */
  double copy() throws SQLException {
    tables.empty();
    try (Connection connection = tables.database().connect()) {
      CopyManager manager = manager(connection);
      long begin = System.nanoTime();
      for (byte[] part : parts) {
        CopyIn in = manager.copyIn("copy event from stdin binary");
        in.writeToCopy(header, 0, header.length);
        in.writeToCopy(part, 0, part.length);
        in.writeToCopy(TRAILER, 0, TRAILER.length);
        in.endCopy();
      }
      return rows / ((System.nanoTime() - begin) / 1e9);
    }
  }

  private static CopyManager manager(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}
