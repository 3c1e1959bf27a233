package org.jamtart.query.replay;

import java.util.List;
import java.util.Locale;
import org.jamtart.query.problem.Problem;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.replay.*}, of the persisters as well, which do the playing.
 *
 * @param allowedTargets the servers, each {@code host:port}, to which a replay may be asked for; none when empty
 */
@ConfigurationProperties("tart.replay")
public record TargetSettings(@DefaultValue List<String> allowedTargets) {

  public TargetSettings {
    allowedTargets = allowedTargets.stream().map(each -> each.strip().toLowerCase(Locale.ROOT)).toList();
    for (String target : allowedTargets) {
      if (!target.matches(".+:[0-9]{1,5}")) {
        throw new IllegalArgumentException("tart.replay.allowed-targets has '" + target
            + "': each must be host:port, such as 10.0.0.7:9000");
      }
    }
  }

  /**
   * The server as it is configured.
   *
   * @throws org.jamtart.query.problem.ProblemException for one that is not
   */
  String checked(String target) {
    String name = target.strip().toLowerCase(Locale.ROOT);
    if (!allowedTargets.contains(name)) {
      throw Problem.parameter("to_server", target, allowedTargets.isEmpty()
          ? "left out: tart.replay.allowed-targets names no server (./tart replay --to-server plays from the terminal)"
          : "one of " + String.join(", ", allowedTargets) + " (tart.replay.allowed-targets)").asException();
    }
    return name;
  }
}
