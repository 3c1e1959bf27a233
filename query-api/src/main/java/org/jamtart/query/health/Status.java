package org.jamtart.query.health;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a part is; known clients compare the names exactly. */
enum Status {
  @JsonProperty("Healthy")
  HEALTHY,
  @JsonProperty("Degraded")
  DEGRADED,
  @JsonProperty("Unhealthy")
  UNHEALTHY;

  Status worse(Status other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
