package org.jamtart.simulator.script;

import org.jamtart.simulator.world.Exchange;
import org.jamtart.simulator.world.Outcome;

/**
 * A request of one node to another, as the common-ephemeral protocols of JAMNP-S have it and as telemetry tells it:
 * the requester says that it sends, that it has sent, and how it ended; the provider that it receives, that it has
 * received, and how it ended. The two halves are put on the agendas of two nodes.
 */
public final class Conversation {
  private final Exchange times;
  private final Outcome outcome;

  public Conversation(Exchange times, Outcome outcome) {
    this.times = times;
    this.outcome = outcome;
  }

  /** The requester's half. */
  public void requester(Agenda agenda, Statement sending, Wording sent, Wording done, Wording failed) {
    requester(agenda, agenda.say(times.sending(), sending), sent, done, failed);
  }

  /** The requester's half, after an opening that is on the agenda already. */
  public void requester(Agenda agenda, Utterance opening, Wording sent, Wording done, Wording failed) {
    switch (outcome) {
      case ANSWERED -> {
        agenda.reply(times.sent(), opening, sent);
        agenda.reply(times.done(), opening, done);
      }
      case REFUSED -> {
        agenda.reply(times.sent(), opening, sent);
        agenda.reply(times.done(), opening, failed);
      }
      case BROKEN_OFF -> agenda.reply(times.received(), opening, failed);
    }
  }

  /** The provider's half. */
  public void provider(Agenda agenda, Statement receiving, Wording received, Wording done, Wording failed) {
    var opening = agenda.say(times.receiving(), receiving);
    switch (outcome) {
      case ANSWERED -> {
        agenda.reply(times.received(), opening, received);
        agenda.reply(times.served(), opening, done);
      }
      case REFUSED -> {
        agenda.reply(times.received(), opening, received);
        agenda.reply(times.served(), opening, failed);
      }
      case BROKEN_OFF -> agenda.reply(times.received(), opening, failed);
    }
  }
}
