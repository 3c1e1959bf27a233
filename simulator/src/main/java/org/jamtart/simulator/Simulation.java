package org.jamtart.simulator;

import java.time.Duration;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.Sender;
import org.jamtart.simulator.transport.SendingConfig;

/**
 * A simulated network that is talking to a server. It begins when it is made, ends by itself when its story does or when
 * it is closed, and has come to an end some bounded time after that whatever the server does.
 */
public final class Simulation implements AutoCloseable {
  private final Story story;
  private final Account account;
  private final Sender sender;

  private Simulation(Story story, Account account, Sender sender) {
    this.story = story;
    this.account = account;
    this.sender = sender;
  }

  /** Thinks a story up and begins to send it. */
  public static Simulation start(StoryConfig story, SendingConfig sending) {
    return start(Story.of(story), sending);
  }

  /** Begins to send a story. */
  public static Simulation start(Story story, SendingConfig sending) {
    var account = new Account(sending.recorded());
    return new Simulation(story, account, Sender.start(story, sending, account));
  }

  /** What is being told. */
  public Story story() {
    return story;
  }

  /** What has been sent so far; final once the simulation has ended. */
  public Account account() {
    return account;
  }

  /**
   * Waits until every node has told everything and the server has closed the connections, or patience is exhausted.
   *
   * @return whether that was so within the time
   */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    return sender.awaitEnd(atMost);
  }

  /** Lets the nodes hang up where they are; {@link #awaitEnd} then takes no longer than the configured patience. */
  public void stop() {
    sender.stop();
  }

  /** Stops and waits for the end. */
  @Override
  public void close() {
    sender.close();
  }
}
