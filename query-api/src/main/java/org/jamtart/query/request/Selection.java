package org.jamtart.query.request;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.List;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * The parameters {@code core} and {@code node}: whose figures are asked for. Both must hold.
 *
 * @param cores null for all
 * @param nodes null for all
 */
public record Selection(@Nullable List<Integer> cores, @Nullable List<Bytes32> nodes) {

  private static final int MOST = 400;

  /** Everything. */
  public static final Selection ALL = new Selection(null, null);

  /** The endpoint can be asked for some cores. */
  @Target({METHOD, ANNOTATION_TYPE})
  @Retention(RUNTIME)
  @Parameter(name = "core", in = ParameterIn.QUERY, description = "Cores between commas, at most 400", schema = @Schema(type = "string"))
  public @interface OfCores {}

  /** The endpoint can be asked for some nodes. */
  @Target({METHOD, ANNOTATION_TYPE})
  @Retention(RUNTIME)
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Ids of nodes between commas, at most 400: only what these report counts", schema = @Schema(type = "string"))
  public @interface OfNodes {}

  /** As a request says. */
  public static Selection of(Query query) {
    List<String> cores = query.list(MOST, "core");
    List<String> nodes = query.list(MOST, "node");
    return new Selection(
        cores.isEmpty()
            ? null
            : cores.stream().map(core -> CoreNumbers.parse("core", core)).sorted().toList(),
        nodes.isEmpty() ? null : nodes.stream().map(id -> NodeIds.parse("node", id)).sorted().toList());
  }

  /** The same nodes, of one core. */
  public Selection ofCore(int core) {
    return new Selection(List.of(core), nodes);
  }

  /** As a parameter of SQL; null for all. */
  public Integer @Nullable [] coreArray() {
    return cores == null ? null : cores.toArray(Integer[]::new);
  }

  /** As a parameter of SQL; null for all. */
  public byte @Nullable [][] nodeArray() {
    return nodes == null ? null : nodes.stream().map(Bytes32::toByteArray).toArray(byte[][]::new);
  }

  /** The same as text, for the fingerprint of a filter. */
  public String key() {
    return cores + "/" + nodes;
  }
}
