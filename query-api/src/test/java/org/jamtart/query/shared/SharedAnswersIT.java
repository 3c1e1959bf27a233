package org.jamtart.query.shared;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.jamtart.query.QueryApplication;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Api.Answer;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.grafana.Counted;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import tools.jackson.databind.json.JsonMapper;

/** Equal requests at the same time, over HTTP: with an answer of the tests' own, which takes as long as they like. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SharedAnswersIT {

  private static final int MANY = 12;
  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
  private static final String SERIES = "/api/grafana/timeseries?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z"
      + "&interval=30s&event_types=42";

  private final Api api;
  private final Held held = new Held();
  /** The threads of requests that have arrived and are not answered, by the header that names the request. */
  private final Map<String, Thread> arrived = new ConcurrentHashMap<>();

  SharedAnswersIT(TestScope scope) {
    var counted = new Counted(new Rows(scope.database()));
    counted.partitions(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    for (int i = 0; i < 100; i++) {
      counted.events(T.plusSeconds(30 * i), 1, 42, -1, false, i + 1);
    }
    var application = QueryApplication.application();
    application.addInitializers(context -> {
      var beans = (GenericApplicationContext) context;
      // By its name it is the handler of that path.
      beans.registerBean("/api/held", HttpRequestHandler.class, () -> held);
      beans.registerBean("arrivals", FilterRegistrationBean.class, this::arrivals);
    });
    api = Api.start(scope, application);
  }

  private FilterRegistrationBean<Filter> arrivals() {
    var arrivals = new FilterRegistrationBean<Filter>((request, response, chain) -> {
      String name = Objects.requireNonNullElse(((HttpServletRequest) request).getHeader("Tart-Test"), "");
      arrived.put(name, Thread.currentThread());
      try {
        chain.doFilter(request, response);
      } finally {
        arrived.remove(name);
      }
    });
    arrivals.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return arrivals;
  }

  /** Answers with the state of the world when it began; those that are to wait do so before they answer. */
  private static final class Held implements HttpRequestHandler {
    private final AtomicInteger begun = new AtomicInteger();
    private volatile String world = "";
    private volatile int failing = -1;
    private volatile CountDownLatch go = new CountDownLatch(0);

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
      String answer = world + " for " + request.getQueryString();
      int number = begun.incrementAndGet();
      try {
        if (!go.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody let it go on");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (number == failing) {
        throw new IllegalStateException("as it was told to");
      }
      response.setContentType("text/plain");
      response.setHeader("Tart-Made", Integer.toString(number));
      if (answer.contains("kept")) {
        response.setHeader("Cache-Control", "public, max-age=0, s-maxage=3600");
      }
      response.getOutputStream().print(answer);
    }

    /** From now on it waits, and counts anew. */
    void stop(String newWorld) {
      world = newWorld;
      begun.set(0);
      failing = -1;
      go = new CountDownLatch(1);
    }
  }

  private CompletableFuture<Answer> ask(Executor threads, String name, String path, String accept) {
    return CompletableFuture.supplyAsync(
        () -> api.send(api.request(path).header("Tart-Test", name).header("Accept", accept).GET()), threads);
  }

  /** One is being answered, and many others wait until it is. */
  private List<CompletableFuture<Answer>> onesThatWait(Executor threads) {
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      asked.add(ask(threads, "waits " + i, "/api/held?x=1", "*/*"));
    }
    Await.until("all wait for their turn", Duration.ofSeconds(20),
        () -> arrived.keySet().stream().filter(name -> name.startsWith("waits")).count() == MANY
            && arrived.values().stream().allMatch(SharedAnswersIT::isWaiting));
    return asked;
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
  }

  private CompletableFuture<Answer> oneThatIsMade(Executor threads, String world) {
    held.stop(world);
    CompletableFuture<Answer> first = ask(threads, "first", "/api/held?x=1", "*/*");
    Await.until("the first is being answered", Duration.ofSeconds(20), () -> held.begun.get() == 1);
    return first;
  }

  private static List<String> bodies(List<CompletableFuture<Answer>> asked) {
    return asked.stream().map(CompletableFuture::join).map(answer -> answer.http().body()).toList();
  }

  @Test
  void Who_asks_after_a_change_gets_an_answer_begun_behind_it_and_many_get_the_same_one() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Answer> first = oneThatIsMade(threads, "old");
      held.world = "new";
      List<CompletableFuture<Answer>> others = onesThatWait(threads);
      assertThat(held.begun).hasValue(1);
      held.go.countDown();
      assertThat(first.join().http().body()).isEqualTo("old for x=1");
      assertThat(bodies(others)).hasSize(MANY).containsOnly("new for x=1");
      assertThat(others).allSatisfy(other -> {
        Answer answer = other.join();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Tart-Made")).isEqualTo("2");
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
      });
      assertThat(held.begun).as("answers made").hasValue(2);
    }
    held.world = "newest";
    assertThat(api.get("/api/held?x=1").http().body()).as("nothing is kept").isEqualTo("newest for x=1");
  }

  @Test
  void What_says_that_it_may_be_kept_is_until_a_flush_has_ended() throws Exception {
    held.stop("before");
    held.go.countDown();
    assertThat(api.get("/api/held?kept").http().body()).isEqualTo("before for kept");
    held.world = "after";
    assertThat(api.get("/api/held?kept").http().body()).isEqualTo("before for kept");
    assertThat(api.get("/api/held?kept&consistent=true").http().body())
        .isEqualTo("after for kept&consistent=true");
    flush();
    assertThat(api.get("/api/held?kept").http().body()).isEqualTo("after for kept");

    // One that was begun before a flush ended is not kept beyond it.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      held.stop("begun before");
      CompletableFuture<Answer> slow = ask(threads, "slow", "/api/held?kept=2", "*/*");
      Await.until("it is being answered", Duration.ofSeconds(20), () -> held.begun.get() == 1);
      held.world = "stored meanwhile";
      flush();
      held.go.countDown();
      assertThat(slow.join().http().body()).isEqualTo("begun before for kept=2");
      assertThat(ask(threads, "again", "/api/held?kept=2", "*/*").join().http().body())
          .isEqualTo("stored meanwhile for kept=2");
    }
  }

  /** However it ends: nothing is to be stored here. */
  private void flush() {
    api.send(api.request("/api/flush").POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void Requests_for_something_else_neither_wait_nor_share() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Answer> first = oneThatIsMade(threads, "w");
      var other = ask(threads, "other query", "/api/held?x=2", "*/*");
      var accepts = ask(threads, "other form", "/api/held?x=1", "text/plain");
      Await.until("all three are being answered", Duration.ofSeconds(20), () -> held.begun.get() == 3);
      held.go.countDown();
      assertThat(bodies(List.of(first, other, accepts))).containsExactly("w for x=1", "w for x=2",
          "w for x=1");
    }
  }

  @Test
  void What_fails_is_the_failure_of_one_and_the_others_get_their_answer() throws Exception {
    for (int failing = 1; failing <= 2; failing++) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        CompletableFuture<Answer> first = oneThatIsMade(threads, "w");
        List<CompletableFuture<Answer>> all = new ArrayList<>(onesThatWait(threads));
        all.add(first);
        held.failing = failing;
        held.go.countDown();
        List<Integer> statuses = all.stream().map(CompletableFuture::join).map(Answer::status).toList();
        assertThat(statuses).as("the %dth fails", failing).containsOnlyOnce(500).hasSize(MANY + 1);
        assertThat(all).filteredOn(answer -> answer.join().status() == 200)
            .hasSize(MANY)
            .allSatisfy(answer -> assertThat(answer.join().http().body()).isEqualTo("w for x=1"));
      }
    }
    assertThat(api.get("/api/held?x=1").status()).isEqualTo(200);
  }

  @Test
  void Equal_requests_at_the_same_time_get_equal_figures_in_the_coding_that_each_takes() throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> asked = new ArrayList<>();
    try (var http = HttpClient.newHttpClient()) {
      for (int i = 0; i < 4 * MANY; i++) {
        var request = api.request(SERIES).header("Tart-Test", "series " + i);
        asked.add(http.sendAsync((i % 2 == 0 ? request : request.header("Accept-Encoding", "gzip")).build(),
            HttpResponse.BodyHandlers.ofByteArray()));
      }
      CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }
    int packed = 0;
    for (CompletableFuture<HttpResponse<byte[]>> one : asked) {
      HttpResponse<byte[]> answer = one.get();
      boolean isPacked = answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
      packed += isPacked ? 1 : 0;
      var body = new ByteArrayInputStream(answer.body());
      List<Long> counts = new ArrayList<>();
      JsonMapper.shared()
          .readTree(isPacked ? new GZIPInputStream(body) : body)
          .forEach(bucket -> counts.add(bucket.get("count").asLong()));
      assertThat(counts).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
      assertThat(answer.headers().firstValue("Tart-Range"))
          .contains("2026-11-20T10:00:00Z/2026-11-20T11:00:00Z");
    }
    assertThat(packed).isEqualTo(2 * MANY);
  }
}
