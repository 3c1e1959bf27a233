package org.jamtart.query.log;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.log.GroupLag.Partition;
import org.jamtart.log.LogSettings;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.horizon.LogView;
import org.jamtart.query.horizon.LogWatch;
import org.jamtart.query.horizon.Position;
import org.jamtart.query.horizon.PositionSql;
import org.jamtart.query.horizon.Standing;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/log}. */
@Tag(name = "System")
@ReadsTables
@RestController
final class LogController {

  private final LogWatch watch;
  private final LogTimes times;
  private final LogSettings settings;
  private final Horizon horizon;
  private final PositionSql positions;

  LogController(LogWatch watch, LogTimes times, LogSettings settings, Horizon horizon,
      PositionSql positions) {
    this.watch = watch;
    this.times = times;
    this.settings = settings;
    this.horizon = horizon;
    this.positions = positions;
  }

  @Operation(operationId = "log", summary = "The log and who has read how far", description = "Partitions with their first and last offset and "
      + "time, what the tables have of them, and what each consumer group has committed, 100 groups at most. Offsets are half-open: "
      + "`end_offset` is that of the next record. Answers the question: where is the log, and is anybody behind? Fed by no event.")
  @ApiResponse(responseCode = "200", description = "The log")
  @ApiResponse(responseCode = "503", description = "The log does not answer", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
  @GetMapping("/api/log")
  ResponseEntity<LogAnswer> log(Query query) throws InterruptedException {
    if (watch.failure() != null) {
      throw away(String.valueOf(watch.failure()));
    }
    Standing standing = horizon.standing();
    LogView view = standing.view();
    if (view == null) {
      throw away("it has not been asked yet");
    }
    try {
      return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-cache").body(answer(view, standing));
    } catch (TimeoutException e) {
      throw away(String.valueOf(e.getMessage()));
    }
  }

  private LogAnswer answer(LogView view, Standing standing) throws InterruptedException, TimeoutException {
    Map<Integer, Instant> first = times.first(view.partitions());
    Map<Integer, Instant> last = times.last(view.partitions());
    Map<Integer, Position> stored = positions.read()
        .stream()
        .collect(Collectors.toMap(Position::partition, Function.identity()));
    List<LogPartition> partitions = view.partitions()
        .stream()
        .map(partition -> LogPartition.of(partition, first, last, stored.get(partition.partition())))
        .toList();
    List<LogGroup> groups = times.groups()
        .entrySet()
        .stream()
        .map(group -> LogGroup.of(group.getKey(), group.getValue(), view.partitions()))
        .toList();
    return new LogAnswer(settings.topic(), settings.retention().toSeconds(), partitions, settings.group(),
        standing.lag(), Duration.between(standing.moment(), view.takenAt()).toMillis() / 1000.0,
        standing.moment(), groups, view.takenAt());
  }

  private static RuntimeException away(String why) {
    return Problem.of("log-unavailable", "The log does not answer", HttpStatus.SERVICE_UNAVAILABLE, why)
        .asException();
  }

  /**
   * @param retentionSeconds how long it keeps a record
   * @param persisterGroup   group whose offsets a flush waits for
   * @param lagRecords       records that the tables lack
   * @param lagSeconds       how long ago the tables had all that the log had
   * @param storedUntil      up to when the log is in the tables
   * @param asOf             when the log was asked for its ends
   */
  @Schema(name = "Log")
  record LogAnswer(String topic, long retentionSeconds, List<LogPartition> partitions, String persisterGroup,
      long lagRecords, double lagSeconds, Instant storedUntil, List<LogGroup> groups, Instant asOf) {}

  /**
   * @param firstOffset of the oldest record that is kept
   * @param endOffset   of the next record
   * @param firstTime   of the oldest record; absent when it is empty
   * @param lastTime    newest time of a record; absent when it is empty
   * @param nextOffset  the first that the tables lack; absent when they have nothing of it
   * @param storedUntil time of the last record that they have
   * @param lag         records that they lack
   */
  @Schema(name = "LogPartition")
  record LogPartition(int partition, long firstOffset, long endOffset, @Nullable Instant firstTime,
      @Nullable Instant lastTime, @Nullable Long nextOffset, @Nullable Instant storedUntil, long lag) {

    static LogPartition of(Partition partition, Map<Integer, Instant> first, Map<Integer, Instant> last,
        @Nullable Position stored) {
      long next = stored == null ? partition.first() : Math.max(stored.nextOffset(), partition.first());
      return new LogPartition(partition.partition(), partition.first(), partition.end(),
          first.get(partition.partition()), last.get(partition.partition()),
          stored == null ? null : stored.nextOffset(),
          stored == null || stored.storedUntil().equals(Instant.EPOCH) ? null : stored.storedUntil(),
          Math.max(0, partition.end() - next));
    }
  }

  /**
   * @param lag       records of partitions in which it has committed that it has not read
   * @param committed by partition
   */
  @Schema(name = "LogGroup")
  record LogGroup(String group, long lag, Map<Integer, Long> committed) {

    static LogGroup of(String group, Map<Integer, Long> committed, List<Partition> partitions) {
      long lag = partitions.stream()
          .filter(partition -> committed.containsKey(partition.partition()))
          .mapToLong(partition -> Math.max(0,
              partition.end() - Math.max(partition.first(),
                  committed.getOrDefault(partition.partition(), partition.first()))))
          .sum();
      return new LogGroup(group, lag, committed);
    }
  }
}
