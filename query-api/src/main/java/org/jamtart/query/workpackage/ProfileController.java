package org.jamtart.query.workpackage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jamtart.query.grafana.Bucketed;
import org.jamtart.query.grafana.Interval;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.paging.Slice;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.workpackage.ProfileSql.Bucket;
import org.jamtart.query.workpackage.ProfileSql.Profile;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/validator-profiling} and {@code /validator-profiling-timeseries}. */
@Tag(name = "Validators")
@ReadsTables
@RestController
final class ProfileController {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 2_000;
  private static final int SLOWEST = 20;

  private static final Comparator<Cursor> ORDER = Comparator.comparingLong(Cursor::first)
      .thenComparing(Cursor::second);

  private static final String AVERAGES = "A node's packages are those that it reported, as primary guarantor or not; each average is over those of them "
      + "that have both ends of the stage by the node's own clock, so the last three are about packages whose guarantee it made. ";

  private static final String FED = "Fed by WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), "
      + "WorkReportBuilt(102), GuaranteeBuilt(105), GuaranteesDistributed(109).";

  private final ProfileSql profiles;
  private final Windows windows;
  private final TransactionOperations snapshot;

  ProfileController(ProfileSql profiles, Windows windows, TransactionOperations snapshot) {
    this.profiles = profiles;
    this.windows = windows;
    this.snapshot = snapshot;
  }

  private record Found(Window window, Profiles body) {}

  @Operation(operationId = "validatorProfiling", summary = "Which guarantors are slow or fail", description = Windows.COVERS
      + AVERAGES
      + "`network_avg_total_ms` is the mean over the packages of all nodes (not over the nodes' means), `slowdown_factor` a node's "
      + "mean in relation to it. Nodes without such a package come last. Answers the question: which guarantors are slow, and which "
      + "fail? " + FED)
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Nodes of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "100"))
  @Parameter(name = "sort", in = ParameterIn.QUERY, description = "By `avg_total_ms`: the slowest (`desc`) or the fastest (`asc`) first", schema = @Schema(type = "string", allowableValues = {
      "desc", "asc"}, defaultValue = "desc"))
  @Paged
  @GetMapping("/api/grafana/validator-profiling")
  ResponseEntity<Profiles> profiles(Query query, HttpServletRequest request) {
    Selection selection = Selection.of(query);
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    boolean slowest = query.choice("sort", "desc", List.of("desc", "asc")).equals("desc");
    Fingerprint filter = Fingerprint.of("validator-profiling", selection.key(), slowest,
        TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    Found found = snapshot.execute(status -> {
      Window window = windows.of(query);
      List<Profile> all = profiles.byNode(window, new Selection(selection.cores(), null));
      @Nullable
      Double network = mean(all);
      List<Profile> wanted = all.stream()
          .filter(it -> selection.nodes() == null || selection.nodes().contains(it.node()))
          .sorted(Comparator.comparing(it -> key(it, slowest), ORDER))
          .toList();
      Slice<Profile> page = Slice.of(wanted, it -> key(it, slowest), ORDER, after, limit.value());
      return new Found(window,
          new Profiles(network, page.entries().stream().map(it -> ProfileView.of(it, network)).toList(),
              page.next() == null ? null : page.next().text(filter), limit.note()));
    });
    return Links.page(request, found.body, found.body.next(), found.window.headers());
  }

  @Operation(operationId = "validatorProfilingTimeseries", summary = "When guarantors slowed down", description = Windows.COVERS
      + AVERAGES
      + "Each bucket is about the packages that the node first reported in it. Without `node`, of the 20 nodes that were slowest in "
      + "the range. Answers the question: when did a guarantor slow down? " + FED)
  @Ranged
  @Bucketed
  @Selection.OfCores
  @Selection.OfNodes
  @GetMapping("/api/grafana/validator-profiling-timeseries")
  ResponseEntity<List<ProfilePoint>> timeseries(Query query) {
    Selection selection = Selection.of(query);
    Duration interval = Interval.of(query, "1m");
    return snapshot.execute(status -> {
      Window window = windows.of(query, interval);
      List<Bytes32> nodes = selection.nodes() != null ? selection.nodes() : slowest(window, selection);
      return ResponseEntity.ok()
          .headers(window.headers())
          .body(profiles.byTime(window, selection, nodes).stream().map(ProfilePoint::of).toList());
    });
  }

  private List<Bytes32> slowest(Window window, Selection selection) {
    return profiles.byNode(window, selection)
        .stream()
        .sorted(Comparator.comparing(it -> key(it, true), ORDER))
        .limit(SLOWEST)
        .map(Profile::node)
        .toList();
  }

  private static @Nullable Double mean(List<Profile> profiles) {
    double sum = 0;
    long count = 0;
    for (Profile it : profiles) {
      if (it.total() != null) {
        sum += it.total() * it.through();
        count += it.through();
      }
    }
    return count == 0 ? null : sum / count;
  }

  /** In ascending order what the list has; nodes without a total come last. */
  private static Cursor key(Profile it, boolean slowest) {
    long micros = it.total() == null ? Long.MAX_VALUE : Math.round(it.total() * (slowest ? -1000 : 1000));
    return new Cursor(micros, it.number(), 0);
  }

  /**
   * @param networkAvgTotalMs of the packages of all nodes, those included that are not shown; absent when there is none
   * @param next              cursor of the next page; absent on the last
   * @param note              what the request asked for and did not get
   */
  @Schema(name = "ValidatorProfiles")
  record Profiles(@Nullable Double networkAvgTotalMs, List<ProfileView> nodes, @Nullable String next,
      @Nullable String note) {}

  /**
   * @param wpCount        packages that it reported
   * @param failures       those of them of which it said that they failed
   * @param failureRate    failures of all, from 0 to 1
   * @param avgTotalMs     from the reception to the end of the distribution
   * @param slowdownFactor in relation to the network; absent when either is
   */
  @Schema(name = "ValidatorProfile")
  record ProfileView(@Schema(pattern = "[0-9a-f]{64}") String nodeId, long wpCount, long failures,
      double failureRate, @Nullable Double avgAuthorizeMs, @Nullable Double avgRefineMs,
      @Nullable Double avgReportMs, @Nullable Double avgGuaranteeMs, @Nullable Double avgDistributeMs,
      @Nullable Double avgTotalMs, @Nullable Double slowdownFactor) {

    static ProfileView of(Profile it, @Nullable Double network) {
      return new ProfileView(it.node().toHex(), it.packages(), it.failures(),
          (double) it.failures() / it.packages(), it.authorize(), it.refine(), it.report(), it.guarantee(),
          it.distribute(), it.total(),
          it.total() == null || network == null || network == 0 ? null : it.total() / network);
    }
  }

  /** @param ts first moment of the bucket */
  @Schema(name = "ValidatorProfilePoint")
  record ProfilePoint(Instant ts, @Schema(pattern = "[0-9a-f]{64}") String nodeId, long wpCount,
      long failures, @Nullable Double avgAuthorizeMs, @Nullable Double avgRefineMs,
      @Nullable Double avgReportMs, @Nullable Double avgGuaranteeMs, @Nullable Double avgDistributeMs,
      @Nullable Double avgTotalMs) {

    static ProfilePoint of(Bucket bucket) {
      Profile it = bucket.profile();
      return new ProfilePoint(bucket.ts(), it.node().toHex(), it.packages(), it.failures(), it.authorize(),
          it.refine(), it.report(), it.guarantee(), it.distribute(), it.total());
    }
  }
}
