package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jamtart.system.abuse.ChildProcess;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Honest nodes beside every abuse at once, against honest nodes beside a process that spends the same CPU time on nothing.
 * With {@code -Dtart.test.abuse-rounds}, how many windows of each kind there are, their throughput is held to its word; a
 * few seconds on a machine that does other things as well, as in every build, say nothing about it.
 * {@code -Dtart.test.abuse-seconds} is the length of a window, {@code -Dtart.test.abuse-rate} the events per second of each
 * honest node, 0 for as many as are read.
 */
@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
@Tag("long")
class AbuseLoadIT {

  private static final double SECONDS = Double
      .parseDouble(System.getProperty("tart.test.abuse-seconds", "3"));
  private static final int ROUNDS = Integer.getInteger("tart.test.abuse-rounds", 0);
  private static final int RATE = Integer.getInteger("tart.test.abuse-rate", 50);
  private static final int HONEST = 50;
  private static final double SHARE_KEPT = 0.9;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void honest_nodes_keep_their_throughput_while_others_do_everything_to_harm(TestScope scope)
      throws Exception {
    try (var gateway = GatewayProcess.start(scope.bootstrapServers(), scope.topic(),
        "--tart.gateway.limits.per-address=100", "--tart.gateway.limits.connects-per-second=20",
        "--tart.gateway.limits.bytes-per-second=2MB", "--tart.gateway.session.first-message-within=2s",
        "--tart.gateway.session.frame-within=2s", "--tart.gateway.session.idle=5s",
        "--tart.gateway.session.malformed-per-minute=100");
        var attackers = ChildProcess.attack(gateway.port());
        var spinner = ChildProcess.spin();
        var honest = HonestNodes.connect(gateway.port(), HONEST, RATE)) {
      attackers.run("1"); // a first time, in which everything is slow
      Window attacked = Window.NONE;
      Window spun = Window.NONE;
      for (int round = 0; round < Math.max(1, ROUNDS); round++) {
        Window attack = Window.measure(gateway, honest, () -> attackers.run(SECONDS + ""));
        Window spin = Window.measure(gateway, honest,
            () -> spinner.run(SECONDS + " " + attack.cpuSeconds() / SECONDS));
        System.out.printf("beside the attack %s%nbeside the spinner %s%n", attack, spin);
        attacked = attacked.plus(attack);
        spun = spun.plus(spin);
      }
      System.out.printf("in all: beside the attack %s, beside the spinner %s%n", attacked, spun);
      gateway.lines("tart_gateway_connections_ended_total")
          .stream()
          .filter(line -> !line.endsWith(" 0.0"))
          .forEach(System.out::println);

      Window.awaitNoBacklog(gateway, honest);
      assertThat(honest.broken()).as("honest nodes that were cut off").isZero();
      assertThat(gateway.metric("tart_gateway_frames_lost_total")).isZero();
      assertThat(gateway.metric("telemetry_connections_rejected")).isPositive();
      if (ROUNDS > 0) {
        assertThat(attacked.eventsPerSecond()).as("honest events per second")
            .isGreaterThanOrEqualTo(SHARE_KEPT * spun.eventsPerSecond());
      }
    }
  }

  /**
   * What happened meanwhile.
   *
   * @param events     events of honest nodes that the gateway read, without what it made up for from before
   * @param seconds    in how many seconds
   * @param cpuSeconds CPU time of the other process
   * @param done       what that did, a second
   */
  private record Window(double events, double seconds, double cpuSeconds, String done) {

    static final Window NONE = new Window(0, 0, 0, "");

    interface Other {
      ChildProcess.Answer run() throws Exception;
    }

    /** Begins when nothing is left of what was before, lest what is made up for is counted. */
    static Window measure(GatewayProcess gateway, HonestNodes honest, Other other) throws Exception {
      awaitNoBacklog(gateway, honest);
      double before = events(gateway);
      double dueBefore = honest.due();
      long begin = System.nanoTime();
      ChildProcess.Answer answer = other.run();
      double read = events(gateway) - before;
      double events = RATE == 0 ? read : Math.min(read, honest.due() - dueBefore);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      return new Window(events, took.toNanos() / 1e9, answer.cpuSeconds(), answer.done());
    }

    static void awaitNoBacklog(GatewayProcess gateway, HonestNodes honest) {
      Await.until("the gateway to have read what was due a second ago", PATIENCE,
          () -> honest.due() - events(gateway) <= HONEST * RATE);
    }

    private static double events(GatewayProcess gateway) {
      return gateway.metric("tart_gateway_frames_total{verdict=\"event\"}");
    }

    Window plus(Window other) {
      return new Window(events + other.events, seconds + other.seconds, cpuSeconds + other.cpuSeconds, "");
    }

    double eventsPerSecond() {
      return events / seconds;
    }

    @Override
    public String toString() {
      return "%.0f honest events/s, %.2f CPU s in %.2f s%s".formatted(eventsPerSecond(), cpuSeconds, seconds,
          done);
    }
  }
}
