package org.jamtart.gateway.publish;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** One record on its way. Its future completes when it is settled, whatever became of it. */
final class Sent extends CompletableFuture<@Nullable Void> implements Callback {

  private final ProducerRecord<byte[], byte[]> record;
  private final long since;
  private final Acknowledgement then;
  private final BiConsumer<Sent, @Nullable Exception> onSettled;
  private final AtomicBoolean settled = new AtomicBoolean();
  /** The thread that is handing it to the producer; what fails on that thread was never taken. */
  private volatile @Nullable Thread handing;
  private boolean notNow;

  Sent(ProducerRecord<byte[], byte[]> record, long since, Acknowledgement then,
      BiConsumer<Sent, @Nullable Exception> onSettled) {
    this.record = record;
    this.since = since;
    this.then = then;
    this.onSettled = onSettled;
  }

  /** Nanoseconds of the clock when it was given to us. */
  long since() {
    return since;
  }

  /**
   * Hands it over.
   *
   * @return false when the producer cannot take it at present, so that it may be tried again
   */
  boolean over(Producer<byte[], byte[]> producer) {
    notNow = false;
    handing = Thread.currentThread();
    try {
      producer.send(record, this);
    } catch (RuntimeException e) {
      onCompletion(null, e);
    } finally {
      handing = null;
    }
    return !notNow;
  }

  /** The producer calls this at once, on the thread that sends, for what it does not take; else when it is settled. */
  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure instanceof RetriableException && handing == Thread.currentThread()) {
      notNow = true;
    } else {
      settle(failure);
    }
  }

  void settle(@Nullable Exception failure) {
    if (settled.compareAndSet(false, true)) { // the producer may both call back and throw
      onSettled.accept(this, failure);
      then.settled(failure);
      complete(null);
    }
  }
}
