package org.jamtart.persister.peer;

import org.jamtart.persister.projection.Frame;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnounced;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamClosed;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamClosedV0;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamOpened;
import org.jamtart.wire.BlockDistributionEvent.BlockTransferred;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.ConnectionSide;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.NetworkingEvent.ConnectOutFailed;
import org.jamtart.wire.NetworkingEvent.ConnectedIn;
import org.jamtart.wire.NetworkingEvent.ConnectedOut;
import org.jamtart.wire.NetworkingEvent.ConnectingOut;
import org.jamtart.wire.NetworkingEvent.Disconnected;
import org.jamtart.wire.NetworkingEvent.PeerMisbehaved;
import org.jamtart.wire.TicketEvent.TicketTransferred;
import org.jspecify.annotations.Nullable;

/**
 * What an event tells of a peer.
 *
 * @param peer   whom it is about
 * @param side   who did it; null where it is not told
 * @param reason empty for none
 */
record Told(Bytes32 peer, @Nullable ConnectionSide side, String reason) {

  private static final int FIRST_OF_CONNECTIONS = 23;
  private static final int LAST_OF_CONNECTIONS = 28;
  private static final int STREAM_OPENED = 60;
  private static final int STREAM_CLOSED = 61;
  private static final int ANNOUNCED = 62;
  private static final int BLOCK_TRANSFERRED = 68;
  private static final int TICKET_TRANSFERRED = 84;
  private static final int CONNECTING_OUT = 24;

  /** Whether an event of the type tells of a peer, in itself or by the one that it refers to. */
  static boolean has(int type) {
    return type >= FIRST_OF_CONNECTIONS && type <= LAST_OF_CONNECTIONS
        || type >= STREAM_OPENED && type <= ANNOUNCED || type == BLOCK_TRANSFERRED
        || type == TICKET_TRANSFERRED;
  }

  /** Whether an event of the type says what became of a connection, or of the stream of announcements on it. */
  static boolean isState(int type) {
    return type >= FIRST_OF_CONNECTIONS && type <= LAST_OF_CONNECTIONS && type != CONNECTING_OUT
        || type == STREAM_OPENED || type == STREAM_CLOSED;
  }

  /** What an event of such a type tells; null where the peer is in an event that is not known. */
  static @Nullable Told of(Frame frame) {
    Event event;
    try {
      event = frame.decode();
    } catch (DecodeException e) {
      throw new IllegalStateException("an event that was judged to be one does not decode", e);
    }
    return switch (event) {
      case ConnectedIn in -> new Told(in.peerId(), null, "");
      case ConnectingOut out -> new Told(out.peerId(), null, "");
      case Disconnected gone -> new Told(gone.peer(), gone.terminator(), gone.reason());
      case PeerMisbehaved bad -> new Told(bad.peer(), null, bad.reason());
      case BlockAnnouncementStreamOpened opened -> new Told(opened.peer(), opened.opener(), "");
      case BlockAnnouncementStreamClosedV0 closed ->
        new Told(closed.peer(), closed.closer(), closed.reason());
      case BlockAnnounced block -> new Told(block.peer(), block.announcer(), "");
      case TicketTransferred ticket -> new Told(ticket.peer(), ticket.sender(), "");
      case ConnectOutFailed failed -> byOpening(frame, null, failed.reason());
      case ConnectedOut ignored -> byOpening(frame, null, "");
      case BlockAnnouncementStreamClosed closed -> byOpening(frame, closed.closer(), closed.reason());
      case BlockTransferred ignored -> byOpening(frame, null, "");
      default -> null;
    };
  }

  private static @Nullable Told byOpening(Frame frame, @Nullable ConnectionSide side, String reason) {
    var opening = frame.chain().opening();
    @Nullable
    Bytes32 peer = opening == null ? null : opening.peer();
    return peer == null ? null : new Told(peer, side, reason);
  }
}
