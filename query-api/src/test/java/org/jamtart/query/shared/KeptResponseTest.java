package org.jamtart.query.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KeptResponseTest {

  private final MockHttpServletResponse client = new MockHttpServletResponse();
  private final KeptResponse kept = new KeptResponse(client);

  @Test
  void Nothing_goes_to_the_client_until_it_is_sent_and_then_all_of_it_with_its_length() throws IOException {
    kept.setContentType("application/json;charset=UTF-8");
    kept.getOutputStream().write("{\"a\":".getBytes(StandardCharsets.UTF_8));
    kept.flushBuffer();
    kept.getOutputStream().write('1');
    kept.getWriter().write("}é");
    assertThat(client.getContentAsByteArray()).isEmpty();
    assertThat(client.isCommitted()).isFalse();
    var other = new ByteArrayOutputStream();
    kept.body().writeTo(other);
    kept.send();
    assertThat(client.getContentAsString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}é");
    assertThat(client.getContentLength()).isEqualTo(9);
    assertThat(client.getContentType()).isEqualTo("application/json;charset=UTF-8");
    assertThat(client.isCommitted()).isTrue();
    assertThat(other.toByteArray()).isEqualTo(client.getContentAsByteArray());
  }

  @Test
  void What_is_begun_again_or_fails_forgets_what_was_written() throws IOException {
    kept.getWriter().write("half of it");
    kept.resetBuffer();
    kept.getWriter().write("all");
    assertThat(kept.body().size()).isEqualTo(3);
    kept.sendError(404);
    kept.send();
    assertThat(client.getStatus()).isEqualTo(404);
    assertThat(client.getContentAsByteArray()).isEmpty();
  }
}
