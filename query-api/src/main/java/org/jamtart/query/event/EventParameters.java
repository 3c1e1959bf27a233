package org.jamtart.query.event;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Parameters.Ranged;
import org.jamtart.query.request.Query;
import org.jspecify.annotations.Nullable;

/** The parameters of the lists of events. */
@Target(METHOD)
@Retention(RUNTIME)
@Parameter(name = "type", in = ParameterIn.QUERY, description = "Types between commas: numbers (0 to 255), names such as BestBlockChanged, groups", schema = @Schema(type = "string"))
@Parameter(name = "event_types", in = ParameterIn.QUERY, deprecated = true, description = "The same as `type`", schema = @Schema(type = "string"))
@Parameter(name = "group", in = ParameterIn.QUERY, description = "Groups between commas: system, status, connections, blocks, block_distribution, "
    + "tickets, wp_pipeline, guarantee_receiving, shards, assurances, bundles, segments, preimages, failures (across the "
    + "others), unknown", schema = @Schema(type = "string"))
@Parameter(name = "core", in = ParameterIn.QUERY, description = "Cores between commas: events about one of them, by their own word or that of an earlier event to which they refer", schema = @Schema(type = "string"))
@Parameter(name = "slot", in = ParameterIn.QUERY, description = "Events about this slot", schema = @Schema(type = "integer"))
@Parameter(name = "hash", in = ParameterIn.QUERY, description = "64 hex digits: events about this block, work-package, work-report, preimage or erasure-root", schema = @Schema(type = "string"))
@Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
@Parameter(name = "offset", in = ParameterIn.QUERY, deprecated = true, description = "Only 0: use `cursor`", schema = @Schema(type = "integer", allowableValues = "0"))
@Ranged
@Paged
@ByteStyles.Choosable
@interface EventParameters {

  /** What both lists promise. */
  String ABOUT = "Newest first by time, then session and seq. Filters of different names must all hold. A page examines at most "
      + "10,000 entries of an index and has at most 4 MiB of messages: when it has found fewer than `limit` by then, it says how far it got (`searched_to`) and goes "
      + "on behind `next`. Events that come while a list is paged neither repeat nor hide others. ";

  /** Paging by offset, which other servers offer and which would examine everything before the page. */
  final class Offset {

    private Offset() {}

    static void refuse(Query query) {
      @Nullable
      String offset = query.text("offset");
      if (offset != null && !offset.equals("0")) {
        throw Problem
            .parameter("offset", offset,
                "0 or left out: `next` of a page is the `cursor` of the one behind it")
            .asException();
      }
    }
  }
}
