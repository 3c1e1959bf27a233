package org.jamtart.replay.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * One record of an export, as the log had it.
 *
 * @param partition where it was in the log that it was read from
 * @param offset    where it was
 * @param timestamp Unix milliseconds
 */
record FileRecord(int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value,
    List<Header> headers) {

  static FileRecord read(ByteBuffer body) {
    int partition = body.getInt();
    long offset = body.getLong();
    long timestamp = body.getLong();
    byte[] key = bytes(body);
    byte[] value = bytes(body);
    List<Header> headers = new ArrayList<>();
    for (int left = body.getInt(); left > 0; left--) {
      byte[] name = bytes(body);
      if (name == null) {
        throw new IllegalArgumentException("a header without a name");
      }
      headers.add(new RecordHeader(new String(name, StandardCharsets.UTF_8), bytes(body)));
    }
    if (body.hasRemaining()) {
      throw new IllegalArgumentException(body.remaining() + " bytes behind the last header");
    }
    return new FileRecord(partition, offset, timestamp, key, value, headers);
  }

  private static byte @Nullable [] bytes(ByteBuffer body) {
    int length = body.getInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > body.remaining()) {
      throw new IllegalArgumentException(
          "a length of " + length + " with " + body.remaining() + " bytes left");
    }
    byte[] bytes = new byte[length];
    body.get(bytes);
    return bytes;
  }

  /** For a topic that may have other partitions: those that the key says, as everywhere. */
  ProducerRecord<byte[], byte[]> toProduce(String topic) {
    return new ProducerRecord<>(topic, null, timestamp, key, value, new RecordHeaders(headers));
  }

  /** As a reader of the log would have got it. */
  ConsumerRecord<byte[], byte[]> asConsumed(String topic) {
    return new ConsumerRecord<>(topic, partition, offset, timestamp, TimestampType.CREATE_TIME, 0, 0, key,
        value, new RecordHeaders(headers), Optional.empty());
  }
}
