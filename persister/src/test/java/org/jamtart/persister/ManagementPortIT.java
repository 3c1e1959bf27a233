package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jamtart.testsupport.MetricsDocument;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** What orchestrators and Prometheus see. */
@TartTest
class ManagementPortIT {

  @Test
  void it_tells_whether_it_lives_whether_it_is_ready_and_what_it_counted(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    Connection connection = Connection.of(1);
    log.write(connection.run(Connection.sync(connection.now()), Connection.malformed(0)));
    try (var persister = RunningPersister.start(log.settings, scope.database()).ready();
        HttpClient client = HttpClient.newHttpClient()) {
      log.flush();
      assertThat(get(client, persister, "/livez")).isEqualTo("200 ok\n");
      assertThat(get(client, persister, "/readyz")).isEqualTo("200 ok\n");
      String metrics = get(client, persister, "/metrics");
      assertThat(metrics).startsWith("200 ")
          .contains("\ntelemetry_events_flushed 1.0\n")
          .contains("\ntelemetry_batch_write_duration_seconds_count ")
          .contains("\ntart_persister_rows_total 1.0\n")
          .contains("\ntart_persister_quarantined_total 1.0\n")
          .contains("\ntart_persister_partitions{table=\"event\"} 3.0\n")
          .contains("\ntart_persister_lag_records 0.0\n")
          .contains("\njvm_memory_used_bytes{")
          .contains("hikaricp_connections");
      assertThat(MetricsDocument.exposed(metrics)).isEqualTo(MetricsDocument.rows("The persister"));
      assertThat(get(client, persister, "/nothing")).startsWith("404 ");
    }
  }

  private static String get(HttpClient client, RunningPersister persister, String path) throws Exception {
    HttpResponse<String> answer = client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + persister.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }
}
