package org.jamtart.query.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import org.jamtart.query.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

/** Who may change something. */
class ChangeGuardTest {

  private static final String TOKEN = "sixteen-characters-or-more";

  @Test
  void without_a_token_only_loopback_may() {
    var guard = new ChangeGuard(new ApiSettings(""));
    assertThat(pass(guard, "127.0.0.1", null, null)).isTrue();
    assertThat(pass(guard, "::1", null, null)).isTrue();
    refused(guard, "192.0.2.7", null, null, 403);
    refused(guard, "127.0.0.1", "X-Forwarded-For", "192.0.2.7", 403);
  }

  @Test
  void with_a_token_whoever_has_it_may_and_nobody_else() {
    var guard = new ChangeGuard(new ApiSettings(TOKEN));
    assertThat(pass(guard, "192.0.2.7", "Authorization", "Bearer " + TOKEN)).isTrue();
    refused(guard, "127.0.0.1", null, null, 401);
    refused(guard, "127.0.0.1", "Authorization", "Bearer " + TOKEN.substring(1), 401);
    refused(guard, "127.0.0.1", "Authorization", TOKEN, 401);
  }

  @Test
  void what_changes_nothing_is_for_all_and_a_short_token_is_refused_at_the_start() {
    assertThat(new ChangeGuard(new ApiSettings(TOKEN)).preHandle(new MockHttpServletRequest(),
        new MockHttpServletResponse(), method("reads"))).isTrue();
    assertThatThrownBy(() -> new ApiSettings("short"))
        .hasMessageContaining("tart.api.token has 5 characters");
    assertThat(new ApiSettings(TOKEN).toString()).doesNotContain(TOKEN);
  }

  private static boolean pass(ChangeGuard guard, String from, @Nullable String header,
      @Nullable String value) {
    var request = new MockHttpServletRequest();
    request.setRemoteAddr(from);
    if (header != null && value != null) {
      request.addHeader(header, value);
    }
    return guard.preHandle(request, new MockHttpServletResponse(), method("changes"));
  }

  private static void refused(ChangeGuard guard, String from, @Nullable String header,
      @Nullable String value, int status) {
    assertThatThrownBy(() -> pass(guard, from, header, value)).isInstanceOfSatisfying(ProblemException.class,
        e -> assertThat(e.problem().status()).isEqualTo(status));
  }

  private static HandlerMethod method(String name) {
    try {
      Method method = Handlers.class.getDeclaredMethod(name);
      return new HandlerMethod(new Handlers(), method);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  static final class Handlers {
    @Changes
    void changes() {}

    void reads() {}
  }
}
