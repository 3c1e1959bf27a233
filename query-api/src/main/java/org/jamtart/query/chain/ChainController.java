package org.jamtart.query.chain;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jamtart.query.problem.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The endpoints whose figures come from the chain's own statistics, by the RPC of a node. TART reads telemetry alone, so they
 * say why they have no answer: clients that know them expect 503 where there is no RPC.
 */
@Tag(name = "Chain")
@RestController
final class ChainController {

  private static final String WHY = "This figure comes from the statistics that the chain keeps, which a node's RPC gives; TART has no "
      + "such source. ";

  private static RuntimeException unavailable(String instead) {
    return Problem.of("no-chain-rpc", "There is no source for figures of the chain",
        HttpStatus.SERVICE_UNAVAILABLE,
        "these figures come from the statistics of the chain, by the RPC of a node, which TART does not read: "
            + instead
            + " tells what the nodes' telemetry says of it")
        .asException();
  }

  @Operation(operationId = "jamStats", summary = "Statistics of the chain: not available", description = WHY
      + "Answers the question: what "
      + "do the chain's statistics say of cores and services? Fed by the RPC of a node, and by no event.", responses = @ApiResponse(responseCode = "503", description = "No source", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem"))))
  @GetMapping("/api/jam/stats")
  void stats() {
    throw unavailable("/api/grafana/stats");
  }

  @Operation(operationId = "jamServices", summary = "Services of the chain: not available", description = WHY
      + "Answers the question: "
      + "which services are there on the chain? Fed by the RPC of a node, and by no event.", responses = @ApiResponse(responseCode = "503", description = "No source", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem"))))
  @GetMapping("/api/jam/services")
  void services() {
    throw unavailable("/api/grafana/services");
  }

  @Operation(operationId = "jamCores", summary = "Cores of the chain: not available", description = WHY
      + "Answers the question: what do the "
      + "chain's statistics say of each core? Fed by the RPC of a node, and by no event.", responses = @ApiResponse(responseCode = "503", description = "No source", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem"))))
  @GetMapping("/api/jam/cores")
  void cores() {
    throw unavailable("/api/grafana/cores");
  }

  @Operation(operationId = "onchain", summary = "Figures on the chain: not available", description = WHY
      + "The paths are cores, services and "
      + "validators, each by itself, with `/timeseries`, or with the number of one. Answers the question: what does the chain itself count? Fed "
      + "by the RPC of a node, and by no event.", responses = @ApiResponse(responseCode = "503", description = "No source", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem"))))
  @Parameter(name = "start", in = ParameterIn.QUERY, description = "First moment of the range, RFC 3339", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "end", in = ParameterIn.QUERY, description = "First moment behind the range, RFC 3339", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "interval", in = ParameterIn.QUERY, description = "Length of a bucket", schema = @Schema(type = "string"))
  @Parameter(name = "core", in = ParameterIn.QUERY, description = "Cores between commas", schema = @Schema(type = "string"))
  @Parameter(name = "service", in = ParameterIn.QUERY, description = "Services between commas", schema = @Schema(type = "string"))
  @Parameter(name = "validator", in = ParameterIn.QUERY, description = "Validators between commas", schema = @Schema(type = "string"))
  @GetMapping({"/api/grafana/onchain/cores", "/api/grafana/onchain/cores/timeseries",
      "/api/grafana/onchain/cores/{number}",
      "/api/grafana/onchain/services", "/api/grafana/onchain/services/timeseries",
      "/api/grafana/onchain/services/{number}", "/api/grafana/onchain/validators",
      "/api/grafana/onchain/validators/timeseries", "/api/grafana/onchain/validators/{number}"})
  void onchain() {
    throw unavailable("/api/grafana/cores, /services and /guarantees/by-guarantor");
  }
}
