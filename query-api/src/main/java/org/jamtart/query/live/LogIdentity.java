package org.jamtart.query.live;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;

/**
 * Which log it is: a topic that was made again under its name is another one, and positions in the old one mean nothing.
 *
 * @param number     made of the id that Kafka gave the topic
 * @param partitions how many it has
 */
record LogIdentity(int number, int partitions) {

  private static final long ANSWER_SECONDS = 30;

  /**
   * Asks Kafka.
   *
   * @throws KafkaException when it does not answer or there is no such topic
   */
  static LogIdentity read(LogSettings settings) {
    try (Admin admin = LogClients.admin(settings, "tart-query-live")) {
      TopicDescription topic = Objects
          .requireNonNull(
              admin.describeTopics(List.of(settings.topic())).topicNameValues().get(settings.topic()))
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return new LogIdentity(topic.topicId().hashCode(), topic.partitions().size());
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("topic " + settings.topic() + " cannot be described", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
