package org.jamtart.query.live;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.query.event.TypeNames;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.CoreNumbers;
import org.jamtart.query.request.Hashes;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** The parameters by which a request chooses live events. */
@Target(METHOD)
@Retention(RUNTIME)
@Parameter(name = "node", in = ParameterIn.QUERY, description = "Ids of nodes between commas, at most 1,100", schema = @Schema(type = "string"))
@Parameter(name = "node_id", in = ParameterIn.QUERY, deprecated = true, description = "The same as `node`", schema = @Schema(type = "string"))
@Parameter(name = "type", in = ParameterIn.QUERY, description = "Types between commas: numbers (0 to 255), names such as BestBlockChanged, groups", schema = @Schema(type = "string"))
@Parameter(name = "event_types", in = ParameterIn.QUERY, deprecated = true, description = "The same as `type`", schema = @Schema(type = "string"))
@Parameter(name = "group", in = ParameterIn.QUERY, description = "Groups between commas, `failures` and `unknown` included", schema = @Schema(type = "string"))
@Parameter(name = "core", in = ParameterIn.QUERY, description = "Cores between commas, 0 to 65535: events that name one of them", schema = @Schema(type = "string"))
@Parameter(name = "hash", in = ParameterIn.QUERY, description = "Hashes between commas, 64 hex digits with or without 0x: events about the block, work-package, "
    + "work-report, preimage or erasure-root", schema = @Schema(type = "string"))
@ByteStyles.Choosable
@interface FilterParameters {

  /** Reads them. */
  final class Reading {

    private static final int MOST_NODES = 1_100;
    private static final int MOST = 300;

    private Reading() {}

    /** What the request wants: what every parameter allows. */
    static LiveFilter of(Query query) {
      List<LiveFilter> filters = new ArrayList<>();
      String node = String.valueOf(query.given("node", "node_id"));
      Set<Bytes32> nodes = set(query.list(MOST_NODES, "node", "node_id"), id -> NodeIds.parse(node, id));
      if (!nodes.isEmpty()) {
        filters.add(new LiveFilter.Nodes(nodes));
      }
      add(filters, TypeNames.parse(String.valueOf(query.given("type", "event_types")),
          query.list(MOST, "type", "event_types")));
      add(filters, TypeNames.parseGroups("group", query.list(MOST, "group")));
      Set<Integer> cores = set(query.list(MOST, "core"),
          core -> CoreNumbers.parse("core", core));
      if (!cores.isEmpty()) {
        filters.add(new LiveFilter.Cores(cores));
      }
      Set<Bytes32> hashes = set(query.list(MOST, "hash"),
          hash -> Hashes.required("hash", hash));
      if (!hashes.isEmpty()) {
        filters.add(new LiveFilter.Hashes(hashes));
      }
      return LiveFilter.all(filters);
    }

    private static void add(List<LiveFilter> filters, @Nullable SortedSet<Integer> types) {
      if (types != null) {
        filters.add(LiveFilter.Types.of(types));
      }
    }

    private static <T> Set<T> set(List<String> texts, Function<String, T> parse) {
      return texts.stream().map(parse).collect(Collectors.toUnmodifiableSet());
    }
  }
}
