package org.jamtart.persister.replay;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.replay.*}, of the query API as well: the one does not take what the other does not play.
 *
 * @param allowedTargets the servers, each {@code host:port}, to which replays are played that are asked for by REST; none
 *                       when empty
 */
@ConfigurationProperties("tart.replay")
public record TargetSettings(@DefaultValue List<String> allowedTargets) {

  public TargetSettings {
    allowedTargets = allowedTargets.stream().map(each -> each.strip().toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether a replay may go there. */
  boolean allows(String target) {
    return allowedTargets.contains(target.strip().toLowerCase(Locale.ROOT));
  }
}
