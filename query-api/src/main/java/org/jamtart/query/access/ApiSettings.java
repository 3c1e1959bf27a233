package org.jamtart.query.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.api.*}.
 *
 * @param token what requests that change something must carry as {@code Authorization: Bearer}; at least 16 characters.
 *              Empty: such requests are taken from loopback alone
 */
@ConfigurationProperties("tart.api")
public record ApiSettings(@DefaultValue("") String token) {

  private static final int SHORTEST = 16;

  public ApiSettings {
    token = token.strip();
    if (!token.isEmpty() && token.length() < SHORTEST) {
      throw new IllegalArgumentException("tart.api.token has " + token.length()
          + " characters: it must have at least " + SHORTEST + ", or be left out");
    }
  }

  /** Without the token, which belongs into no log. */
  @Override
  public String toString() {
    return "ApiSettings[token=" + (token.isEmpty() ? "none" : "set") + "]";
  }
}
