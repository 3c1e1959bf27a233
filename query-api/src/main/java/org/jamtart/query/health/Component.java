package org.jamtart.query.health;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/**
 * A part of TART.
 *
 * @param message what is right or wrong with it, in words
 */
@Schema(name = "HealthComponent")
record Component(String name, Status status, String message, Instant lastCheck,
    Map<String, Object> metrics) {}
