package org.jamtart.replay.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jamtart.replay.ReplayException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads an export, and believes nothing of it that its checksums do not say. One thread. */
final class LogFileReader implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final InputStream in;
  private final LogFile.Head head;
  private long at;
  private long records;
  private boolean ended;

  /** @throws ReplayException when it is no export */
  LogFileReader(Path file) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    byte[] magic = in.readNBytes(LogFile.MAGIC.length);
    if (!Arrays.equals(magic, LogFile.MAGIC)) {
      in.close();
      throw new ReplayException(file + " is no export of the log: it does not begin with TARTLOG1");
    }
    at = magic.length;
    Block first = block();
    if (first.kind() != LogFile.HEAD) {
      throw wrong("it does not say what it is");
    }
    this.head = json(first, LogFile.Head.class);
  }

  private record Block(byte kind, byte[] body) {}

  /** What the file says of itself. */
  LogFile.Head head() {
    return head;
  }

  /**
   * The next record; null behind the last.
   *
   * @throws ReplayException when the file is cut short or was changed
   */
  @Nullable
  FileRecord next() throws IOException {
    if (ended) {
      return null;
    }
    Block block = block();
    switch (block.kind()) {
      case LogFile.RECORD -> {
        records++;
        try {
          return FileRecord.read(ByteBuffer.wrap(block.body()).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
          throw wrong("record " + records + " cannot be read: " + e);
        }
      }
      case LogFile.END -> {
        long said = json(block, LogFile.End.class).records();
        if (said != records || in.read() >= 0) {
          throw wrong(
              "it ends after " + records + " records and says " + said + ", or goes on behind its end");
        }
        ended = true;
        return null;
      }
      default -> throw wrong("a block of kind " + block.kind() + ", which this version does not know");
    }
  }

  private Block block() throws IOException {
    byte[] prefix = in.readNBytes(9);
    if (prefix.length < 9) {
      throw wrong("it is cut short: the export was not finished, or the copy was not");
    }
    ByteBuffer lead = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
    int length = lead.getInt();
    int checksum = lead.getInt();
    byte kind = lead.get();
    if (length < 0 || length > LogFile.MAX_BLOCK) {
      throw wrong("a block of " + Integer.toUnsignedString(length) + " bytes, more than a record can have");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw wrong("it is cut short: the export was not finished, or the copy was not");
    }
    var found = new CRC32C();
    found.update(kind);
    found.update(body);
    if ((int) found.getValue() != checksum) {
      throw wrong("the checksum of the block does not fit: the file was changed");
    }
    at += 9L + length;
    return new Block(kind, body);
  }

  private <T> T json(Block block, Class<T> type) {
    try {
      T read = JSON.readValue(block.body(), type);
      if (read != null) {
        return read;
      }
    } catch (JacksonException e) {
      throw wrong("its " + type.getSimpleName() + " is no JSON of that: " + e.getOriginalMessage());
    }
    throw wrong("its " + type.getSimpleName() + " is empty");
  }

  private ReplayException wrong(String what) {
    return new ReplayException(file + ", at byte " + at + ": " + what);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
