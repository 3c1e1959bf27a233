package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.EventType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/event-types}. */
@Tag(name = "Network")
@RestController
final class CatalogueController {

  private static final String GROUPS = Arrays.stream(EventGroup.values())
      .filter(group -> group != EventGroup.UNKNOWN)
      .map(EventGroup::key)
      .collect(Collectors.joining(", ", "a group: ", ", " + EventGroup.FAILURES));

  @Operation(operationId = "eventTypes", summary = "The events that there are", description = "In the order of their numbers. Answers the "
      + "question: which events are there, and in which groups? Fed by the specification, JIP-3.")
  @Parameter(name = "group", in = ParameterIn.QUERY, description = "A group; `failures` is across the others", schema = @Schema(type = "string"))
  @GetMapping("/api/grafana/event-types")
  ResponseEntity<List<EventTypeView>> types(Query query) {
    @Nullable
    String group = query.text("group");
    @Nullable
    List<EventType> types = group == null ? EventType.all() : EventGroup.typesOf(group);
    if (types == null || types.isEmpty()) {
      throw Problem.parameter("group", String.valueOf(group), GROUPS).asException();
    }
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
        .body(types.stream()
            .map(type -> new EventTypeView(type.id(), type.name(), type.group().key(), type.failure()))
            .toList());
  }

  /** @param failure whether it is in the group {@code failures}, too */
  @Schema(name = "EventType")
  record EventTypeView(int id, String name, String group, boolean failure) {}
}
