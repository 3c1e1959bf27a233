package org.jamtart.query.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class RetryIT {

  private static final String TOKEN = "only-for-this-test-0123456789";

  @Test
  void A_wish_is_written_for_the_persister_and_says_how_far_it_is(TestScope scope) {
    Api api = Api.start(scope);
    String node = Fixtures.peerId(3).toHex();
    Api.Answer asked = api
        .post("/api/quarantine/retry?node=" + node + "&type=13,SharingWorkPackage&reason=trailing_bytes");
    assertThat(asked.status()).isEqualTo(202);
    JsonNode wish = asked.json();
    String id = wish.get("id").stringValue();
    assertThat(asked.header("Location")).isEqualTo("/api/quarantine/retry/" + id);
    assertThat(wish.get("state").stringValue()).isEqualTo("waiting");
    assertThat(wish.get("node_id").stringValue()).isEqualTo(node);
    assertThat(wish.get("event_types")).hasToString("[13,98]");
    assertThat(wish.get("reason").stringValue()).isEqualTo("trailing_bytes");

    new Rows(scope.database())
        .execute("update quarantine_retry set state = 'done', finished_at = now(), decoded = 5, "
            + "remaining = 6, beyond = 7 where id = '" + id + "'");
    JsonNode done = api.json("/api/quarantine/retry/" + id);
    assertThat(done.get("state").stringValue()).isEqualTo("done");
    assertThat(done.get("decoded").intValue()).isEqualTo(5);
    assertThat(done.get("remaining").intValue()).isEqualTo(6);
    assertThat(done.get("beyond_quota").intValue()).isEqualTo(7);

    JsonNode all = api.post("/api/quarantine/retry").json();
    assertThat(all.has("node_id")).isFalse();
    assertThat(all.has("event_types")).isFalse();
    assertThat(api.get("/api/quarantine/retry/" + new UUID(1, 1)).status()).isEqualTo(404);
    assertThat(api.get("/api/quarantine/retry/x").status()).isEqualTo(400);
    assertThat(api.post("/api/quarantine/retry?reason=%00").status()).isEqualTo(400);
    assertThat(api.post("/api/quarantine/retry?nodes=x").status()).isEqualTo(400);
  }

  @Test
  void Where_a_token_is_configured_it_is_needed(TestScope scope) {
    Api api = Api.start(scope, "--tart.api.token=" + TOKEN);
    assertThat(api.post("/api/quarantine/retry").status()).isEqualTo(401);
    assertThat(api.send(api.request("/api/quarantine/retry")
        .header("Authorization", "Bearer " + TOKEN)
        .POST(java.net.http.HttpRequest.BodyPublishers.noBody())).status()).isEqualTo(202);
    assertThat(api.get("/api/quarantine").status()).isEqualTo(200);
  }
}
