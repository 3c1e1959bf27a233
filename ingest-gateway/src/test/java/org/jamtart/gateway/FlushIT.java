package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jamtart.gateway.flush.Flush;
import org.jamtart.gateway.session.Sessions;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.NodeSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class FlushIT {

  private static final byte[] FRAMES = Streams.named("stream/simple").frames();
  private static final int FRAME_COUNT = Streams.named("stream/simple").expected().size();

  private RunningGateway gateway;

  @BeforeAll
  void start(TestScope scope) {
    gateway = scope.closeLater(RunningGateway.start(scope.bootstrapServers(), scope.topic()));
  }

  @Test
  void what_was_sent_immediately_before_is_acknowledged_also_on_connections_made_immediately_before()
      throws InterruptedException {
    Flush flush = gateway.bean(Flush.class);
    Sessions sessions = gateway.bean(Sessions.class);
    List<NodeSocket> open = new ArrayList<>();
    long sent = 0;
    for (int round = 0; round < 150; round++) {
      byte[] introduction = NodeSocket.frame(Fixtures.nodeInformation(Fixtures.peerId(round)).encode());
      open.forEach(node -> node.send(FRAMES));
      NodeSocket fresh = gateway.connect().send(introduction).send(FRAMES);
      open.add(fresh);
      sent += (long) open.size() * FRAME_COUNT;

      Flush.Outcome outcome = flush.flush(Duration.ofSeconds(30));

      assertThat(outcome.complete()).isTrue();
      assertThat(outcome.unacknowledgedBytes()).isZero();
      assertThat(sessions.counters().acknowledged()).as("round %d", round).isEqualTo(sent);
      if (open.size() > 10) {
        open.removeFirst().close();
      }
    }
    open.forEach(NodeSocket::close);
  }

  @Test
  void what_the_log_refuses_for_good_is_not_flushed(TestScope scope) throws Exception {
    String topic = scope.infra().newTopic("small", 1);
    try (RunningGateway strict = RunningGateway.start(scope.bootstrapServers(), topic);
        NodeSocket node = strict.connect()) {
      node.send(Streams.named("stream/simple").bytes());
      assertThat(strict.post("/flush").statusCode()).isEqualTo(200);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", scope.bootstrapServers()))) {
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic),
            List.of(new AlterConfigOp(new ConfigEntry("max.message.bytes", "5000"), OpType.SET))))
            .all()
            .get();
      }

      Await.until("the topic to be as strict as it was told", Duration.ofSeconds(60), () -> {
        try (NodeSocket fresh = strict.connect()) {
          fresh.send(Streams.named("stream/simple").introduction()).send(ByteStory.of(1, 20_000));
          HttpResponse<String> answer = strict.post("/flush?timeout=20s");
          return answer.statusCode() == 504 && !answer.body().contains("\"lost_messages\":0");
        }
      });
      assertThat(strict.metric("tart_gateway_frames_lost_total")).isPositive();
    }
  }

  @Test
  void the_answer_says_what_was_done() {
    assertThat(gateway.post("/flush")).satisfies(answer -> {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"flushed\":true", "\"connections\":", "\"took_ms\":");
    });
    assertThat(gateway.get("/flush").statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0s", "-1s", "6m", "", "5%20parsecs"})
  void a_timeout_that_is_none_is_refused_by_name(String timeout) {
    assertThat(gateway.post("/flush?timeout=" + timeout)).satisfies(answer -> {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
      assertThat(answer.body()).contains("\"parameter\":\"timeout\"", "from 1ms to 5m");
    });
  }
}
