package org.jamtart.chaos.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jamtart.chaos.judge.PlainLog;
import org.jamtart.chaos.measure.TableProgress;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the log what no gateway would: one record for every hundred that the gateways write. Most of them are not TART's; some are
 * runs of nodes that do not exist, with frames that no node should send.
 */
public final class Poison implements AutoCloseable {

  private static final int EVERY = 100;
  private static final HexFormat HEX = HexFormat.of();
  private static final int KINDS = 9;
  private static final int LARGE = 1_500_000;
  /** An empty frame; one without a type; of an unknown type; of no known shape; sound events of the year 586579 and of time 0. */
  private static final byte[] ODD_FRAMES = HEX.parseHex("00000000" + "03000000010203"
      + "0c0000000000000000000000fa000000" + "0900000000112233445566770b" + "0a000000ffffffffffffffff0d01"
      + "0a00000000000000000000000d01");
  private static final int ODD_FRAME_COUNT = 6;

  private final TableProgress progress;
  private final RandomGenerator random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Set<PlainLog.Place> foreign = ConcurrentHashMap.newKeySet();
  private final Set<UUID> invented = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private final long begin;
  private volatile boolean closed;

  private Poison(String bootstrapServers, TableProgress progress, RandomGenerator random) {
    this.progress = progress;
    this.random = random;
    this.producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "delivery.timeout.ms", Integer.MAX_VALUE,
            "max.request.size", 2 * LARGE, "max.block.ms", 300_000L),
        new ByteArraySerializer(), new ByteArraySerializer());
    this.begin = records();
    this.thread = Thread.ofPlatform().daemon().name("chaos-poison").start(this::run);
  }

  /** Begins. */
  public static Poison into(String bootstrapServers, TableProgress progress, RandomGenerator random) {
    return new Poison(bootstrapServers, progress, random);
  }

  /** Where the records are that are not TART's. */
  public Set<PlainLog.Place> foreign() {
    return foreign;
  }

  /** Sessions of nodes that do not exist. */
  public Set<UUID> invented() {
    return invented;
  }

  private long records() {
    return progress.ends().values().stream().mapToLong(end -> end).sum();
  }

  private void run() {
    long written = 0;
    try {
      while (!closed) {
        long due = (records() - begin) / EVERY;
        for (; written < due; written++) {
          write((int) (written % KINDS));
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker refuses poison", e);
    }
  }

  private void write(int kind) throws InterruptedException, ExecutionException {
    byte[] key = random(32);
    if (kind == 0) {
      UUID session = UUID.randomUUID();
      invented.add(session);
      producer.send(run(key, session, "0", Integer.toString(ODD_FRAME_COUNT), ODD_FRAMES)).get();
      return;
    }
    var written = producer.send(foreign(kind, key)).get();
    foreign.add(new PlainLog.Place(written.partition(), written.offset()));
  }

  private ProducerRecord<byte[], byte[]> foreign(int kind, byte[] key) {
    UUID session = UUID.randomUUID();
    String count = Integer.toString(ODD_FRAME_COUNT);
    return switch (kind) {
      case 1 -> new ProducerRecord<>(PlainLog.TOPIC, random(16), random(40));
      case 2 -> new ProducerRecord<>(PlainLog.TOPIC, null, null);
      case 3 -> new ProducerRecord<>(PlainLog.TOPIC, key, random(LARGE));
      case 4 -> with(run(key, session, "0", count, ODD_FRAMES), "tart", "2");
      case 5 -> with(run(key, session, "0", count, ODD_FRAMES), "kind", "banana");
      case 6 -> run(key, session, "minus one", count, ODD_FRAMES);
      case 7 -> run(random(5), session, "0", count, ODD_FRAMES);
      default -> run(key, session, "0", "7", ODD_FRAMES);
    };
  }

  private static ProducerRecord<byte[], byte[]> run(byte[] key, UUID session, String seq, String frames,
      byte @Nullable [] value) {
    // A record whose timestamp is another time than its header says is nobody's run.
    long now = System.currentTimeMillis();
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(PlainLog.TOPIC, null, now, key, value);
    List<String> headers = new ArrayList<>(List.of("tart", "1", "kind", "run", "session", session.toString(),
        "gateway", UUID.randomUUID().toString(), "seq", seq, "event-id", "0", "frames", frames, "protocol",
        "0",
        "cores", "2", "received", Long.toString(now * 1_000)));
    for (int i = 0; i < headers.size(); i += 2) {
      record.headers().add(headers.get(i), headers.get(i + 1).getBytes(US_ASCII));
    }
    return record;
  }

  private static ProducerRecord<byte[], byte[]> with(ProducerRecord<byte[], byte[]> record, String header,
      String value) {
    record.headers().remove(header);
    record.headers().add(header, value.getBytes(US_ASCII));
    return record;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Ends it; what was written stays known. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
    producer.close();
  }
}
