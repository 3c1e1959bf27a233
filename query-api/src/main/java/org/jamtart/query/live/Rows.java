package org.jamtart.query.live;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.event.EventView;
import org.jamtart.query.live.Passage.Stretch;
import org.jamtart.wire.ByteStyle;
import tools.jackson.databind.json.JsonMapper;

/** The events of a stretch as JSON: each is rendered once in each look that somebody wants, when it is first wanted. */
final class Rows {

  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  private final JsonMapper json;
  private final Stretch stretch;
  private final String now;
  private final Map<ByteStyle, byte[][]> rows = new EnumMap<>(ByteStyle.class);
  private final Map<ByteStyle, String[]> envelopes = new EnumMap<>(ByteStyle.class);

  Rows(JsonMapper json, Stretch stretch, Instant now) {
    this.json = json;
    this.stretch = stretch;
    this.now = json.writeValueAsString(now);
  }

  /**
   * Some events of the stretch for a client.
   *
   * @param indexes which of them, at least one
   * @param end     where a client that has them goes on
   */
  Payload render(Look look, int[] indexes, StreamPosition end) {
    return switch (look.form()) {
      case SSE -> new Payload.Block(block(look.bytes(), indexes, end));
      case SOCKET_BATCH -> new Payload.Texts(List.of(batch(look.bytes(), indexes, end)));
      case SOCKET_EVENTS -> {
        List<String> texts = new ArrayList<>(indexes.length);
        for (int index : indexes) {
          texts.add(envelope(look.bytes(), index));
        }
        yield new Payload.Texts(texts);
      }
    };
  }

  private byte[] block(ByteStyle style, int[] indexes, StreamPosition end) {
    int size = 0;
    for (int index : indexes) {
      size += row(style, index).length + 1;
    }
    byte[] head = ("id: " + end.text() + "\ndata: [").getBytes(StandardCharsets.US_ASCII);
    var block = new ByteArrayOutputStream(head.length + size + 1 + END.length);
    block.writeBytes(head);
    for (int i = 0; i < indexes.length; i++) {
      if (i > 0) {
        block.write(',');
      }
      block.writeBytes(row(style, indexes[i]));
    }
    block.write(']');
    block.writeBytes(END);
    return block.toByteArray();
  }

  private String batch(ByteStyle style, int[] indexes, StreamPosition end) {
    var text = new StringBuilder("{\"type\":\"batch\",\"data\":[");
    for (int i = 0; i < indexes.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(envelope(style, indexes[i]));
    }
    return text.append("],\"timestamp\":")
        .append(now)
        .append(",\"position\":\"")
        .append(end.text())
        .append("\"}")
        .toString();
  }

  private byte[] row(ByteStyle style, int index) {
    byte[][] known = rows.computeIfAbsent(style, any -> new byte[stretch.events().size()][]);
    if (known[index] == null) {
      known[index] = json.writeValueAsBytes(stretch.events().get(index).view(style));
    }
    return known[index];
  }

  private String envelope(ByteStyle style, int index) {
    String[] known = envelopes.computeIfAbsent(style, any -> new String[stretch.events().size()]);
    if (known[index] == null) {
      EventView view = stretch.events().get(index).view(style);
      known[index] = "{\"type\":\"event\",\"data\":" + json.writeValueAsString(SocketEvent.of(view))
          + ",\"timestamp\":" + now + "}";
    }
    return known[index];
  }
}
