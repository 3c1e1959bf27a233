package org.jamtart.persister.projection;

import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.partition.Partitions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The projections, in the order in which they write. */
@Configuration(proxyBeanMethods = false)
public class ProjectionConfiguration {

  @Bean
  @Order(10)
  Projection nodesAndSessions() {
    return new NodesAndSessions();
  }

  @Bean
  @Order(15)
  Projection openings(Partitions partitions) {
    return new Openings(partitions.table("opening_pack"));
  }

  @Bean
  @Order(20)
  Projection eventRows(Partitions partitions) {
    return new EventRows(partitions.events());
  }

  @Bean
  @Order(30)
  Projection quarantine(Partitions partitions, PersisterSettings settings) {
    return new Quarantine(partitions.quarantine(), settings.quarantineRetention());
  }

  @Bean
  @Order(40)
  Projection totals() {
    return new Totals();
  }

  @Bean
  @Order(50)
  Projection streams() {
    return new Streams();
  }
}
