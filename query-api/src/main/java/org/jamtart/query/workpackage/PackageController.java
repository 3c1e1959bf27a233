package org.jamtart.query.workpackage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.event.EventData;
import org.jamtart.query.event.EventPages;
import org.jamtart.query.event.EventStory;
import org.jamtart.query.event.EventView;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Hashes;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.workpackage.PartSql.Part;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/wp/{wp_hash}}. */
@Tag(name = "Work packages")
@ReadsTables
@RestController
final class PackageController {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MOST = 2_000;

  /** A guarantor may have said the last things of a guarantee after it was distributed. */
  private static final long SECONDS_AFTER = 1;

  /** Nodes whose events are looked through: more than three guarantors are no story but a flood. */
  private static final int THREADS = 20;

  private final PackageSql packages;
  private final PartSql parts;
  private final EventStory story;
  private final EventPages pages;
  private final TransactionOperations snapshot;

  PackageController(PackageSql packages, PartSql parts, EventStory story, EventPages pages,
      TransactionOperations snapshot) {
    this.packages = packages;
    this.parts = parts;
    this.story = story;
    this.pages = pages;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "workPackage", summary = "The story of one package", description = "`summary` is what all guarantors together told, "
      + "`guarantors` what each of them told. `events` are those of the pipeline on the first 20 of them, oldest first: the arrival of "
      + "the package (90 or 91), what refers to it, and what refers to that; `complete_since` says since when events are kept, if "
      + "the package is older. A package that nobody told of, or that has been deleted, is 404. Answers the question: what became "
      + "of this package, and where? Fed by WorkPackageSubmission(90) to GuaranteesDistributed(109), WorkPackageHashMapped(160) "
      + "to SegmentsTransferred(178).")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Events of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "500"))
  @Paged
  @ByteStyles.Choosable
  @GetMapping("/api/grafana/wp/{wp_hash}")
  ResponseEntity<PackageStory> workPackage(
      @Parameter(description = "64 hex digits, with 0x or without") @PathVariable("wp_hash") String text,
      Query query, HttpServletRequest request) {
    Bytes32 hash = Hashes.required("wp_hash", text);
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    ByteStyle style = ByteStyles.of(query);
    Fingerprint filter = Fingerprint.of("wp", hash.toHex());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    PackageStory body = snapshot.execute(status -> {
      PackageRow row = packages.byHash(List.of(hash))
          .stream()
          .findFirst()
          .orElseThrow(
              () -> Problem.notFound("no work package " + hash.toHex() + " is known").asException());
      List<Part> told = parts.of(hash);
      EventStory.Told events = story.tell(threads(told), after, limit.value(), style);
      return new PackageStory(PackageView.of(row), told.stream().map(GuarantorPart::of).toList(),
          events.events().stream().map(StoryEvent::of).toList(),
          events.next() == null ? null : events.next().text(filter), events.searchedTo(), limit.note(),
          pages.completeSince(new TimeRange(row.firstSeen(), null)));
    });
    return Links.page(request, body, body.next());
  }

  private static List<EventStory.Thread> threads(List<Part> parts) {
    return parts.stream()
        .limit(THREADS)
        .map(part -> new EventStory.Thread(part.number(), part.session(), part.submission(),
            part.opened() == null || part.opened().isAfter(part.firstSeen())
                ? part.firstSeen()
                : part.opened(),
            part.lastUpdated().plusSeconds(SECONDS_AFTER)))
        .toList();
  }

  /**
   * @param next          cursor of the next page of events; absent on the last
   * @param searchedTo    when the guarantors said more meanwhile than may be looked through: up to here the events are complete
   * @param note          what the request asked for and did not get
   * @param completeSince since when events are kept; absent when all of the package's are
   */
  @Schema(name = "PackageStory")
  record PackageStory(PackageView summary, List<GuarantorPart> guarantors, List<StoryEvent> events,
      @Nullable String next, @Nullable Instant searchedTo, @Nullable String note,
      @Nullable Instant completeSince) {}

  /**
   * What one node told. Times are by its clock.
   *
   * @param openedAt when the package began to come to it
   * @param core     the core that it named
   */
  @Schema(name = "GuarantorPart")
  record GuarantorPart(@Schema(pattern = "[0-9a-f]{64}") String nodeId, @Nullable Integer core,
      @Nullable Instant openedAt, @Nullable Instant receivedAt, @Nullable Instant authorizedAt,
      @Nullable Instant refinedAt, @Nullable Instant reportBuiltAt, @Nullable Instant guaranteeBuiltAt,
      @Nullable Instant distributedAt, @Nullable Instant failedAt, @Nullable String failureReason) {

    static GuarantorPart of(Part it) {
      return new GuarantorPart(it.node().toHex(), it.core() < 0 ? null : it.core(), it.opened(),
          it.received(),
          it.authorized(), it.refined(), it.reportBuilt(), it.guaranteeBuilt(), it.distributed(), it.failed(),
          it.failure());
    }
  }

  /**
   * @param ts        by the node's clock, or the time of receipt when that cannot be believed
   * @param createdAt when it was received
   */
  @Schema(name = "StoryEvent")
  record StoryEvent(Instant ts, @Schema(pattern = "[0-9a-f]{64}") String nodeId, int eventType,
      String eventName,
      @Schema(implementation = Object.class, types = "object", description = "One key, the event's name; its value has the fields") EventData data,
      Instant createdAt, @Nullable UUID session, long seq) {

    static StoryEvent of(EventView event) {
      return new StoryEvent(event.timestamp(), event.nodeId(), event.eventType(), event.eventName(),
          event.data(), event.receivedAt(), event.session(), event.seq());
    }
  }
}
