package org.jamtart.replay.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes an export, block by block. One thread. */
final class LogFileWriter implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final OutputStream out;
  private long records;
  private long bytes;

  LogFileWriter(OutputStream out, LogFile.Head head) throws IOException {
    this.out = new BufferedOutputStream(out, 1 << 16);
    this.out.write(LogFile.MAGIC);
    block(LogFile.HEAD, JSON.writeValueAsBytes(head));
  }

  /** Adds a record, whole: whatever its key, headers and value are. */
  void add(ConsumerRecord<byte[], byte[]> record) throws IOException {
    Header[] headers = record.headers().toArray();
    int size = 4 + 8 + 8 + sizeOf(record.key()) + sizeOf(record.value()) + 4;
    for (Header header : headers) {
      size += 4 + header.key().getBytes(StandardCharsets.UTF_8).length + sizeOf(header.value());
    }
    ByteBuffer body = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    body.putInt(record.partition()).putLong(record.offset()).putLong(record.timestamp());
    put(body, record.key());
    put(body, record.value());
    body.putInt(headers.length);
    for (Header header : headers) {
      put(body, header.key().getBytes(StandardCharsets.UTF_8));
      put(body, header.value());
    }
    block(LogFile.RECORD, body.array());
    records++;
  }

  private static int sizeOf(byte @Nullable [] bytes) {
    return 4 + (bytes == null ? 0 : bytes.length);
  }

  private static void put(ByteBuffer body, byte @Nullable [] bytes) {
    body.putInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      body.put(bytes);
    }
  }

  private void block(byte kind, byte[] body) throws IOException {
    var checksum = new CRC32C();
    checksum.update(kind);
    checksum.update(body);
    out.write(ByteBuffer.allocate(9)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(body.length)
        .putInt((int) checksum.getValue())
        .put(kind)
        .array());
    out.write(body);
    bytes += 9L + body.length;
  }

  /** Records so far. */
  long records() {
    return records;
  }

  /** Bytes so far. */
  long bytes() {
    return bytes;
  }

  /** Ends the file; without it the file counts as torn. */
  void end() throws IOException {
    block(LogFile.END, JSON.writeValueAsBytes(new LogFile.End(records)));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
