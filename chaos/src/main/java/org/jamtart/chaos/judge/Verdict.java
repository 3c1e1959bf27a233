package org.jamtart.chaos.judge;

import java.util.List;

/**
 * What became of what was sent.
 *
 * @param sent frames that nodes wrote into their sockets
 * @param notAccepted those of them that are not in the log
 * @param accepted frames in the log, whoever wrote them
 * @param stored of those, the ones that are in the tables with the same bytes
 * @param twice rows of frames that have another row
 * @param lost accepted frames that are not in the tables
 * @param repeated frames that are in the log more than once
 * @param foreign records in the log that are not TART's
 * @param largestTail the most bytes of one connection that were sent and not accepted
 * @param unheard frames sent on connections of which the log knows nothing
 * @param gatewayLost sessions that ended with their gateway
 * @param broken what does not hold, in words; empty if every promise does
 */
public record Verdict(long sent, long notAccepted, long accepted, long stored, long twice, long lost,
    long repeated, long foreign,
    long largestTail, long unheard, long gatewayLost, List<String> broken) {

  public Verdict {
    broken = List.copyOf(broken);
  }
}
