package org.jamtart.query;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * RFC 3339 in UTC, always with six digits, so that texts sort as times do. Written digit by digit: an answer has thousands of times,
 * and a formatter takes as long for them as all the rest of the answer does.
 */
final class InstantSerializer extends StdSerializer<Instant> {

  private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter
      .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
      .withZone(ZoneOffset.UTC);

  private static final byte[] FORM = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.ISO_8859_1);
  private static final int LAST_YEAR = 9_999;
  private static final int DAY_SECONDS = 86_400;

  InstantSerializer() {
    super(Instant.class);
  }

  @Override
  public void serialize(Instant time, JsonGenerator out, SerializationContext context) {
    out.writeString(text(time));
  }

  static String text(Instant time) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), DAY_SECONDS));
    if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
      return MICROSECONDS.format(time);
    }
    int second = Math.floorMod(time.getEpochSecond(), DAY_SECONDS);
    byte[] text = FORM.clone();
    write(date.getYear(), text, 0, 4);
    write(date.getMonthValue(), text, 5, 2);
    write(date.getDayOfMonth(), text, 8, 2);
    write(second / 3_600, text, 11, 2);
    write(second / 60 % 60, text, 14, 2);
    write(second % 60, text, 17, 2);
    write(time.getNano() / 1_000, text, 20, 6);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void write(int number, byte[] text, int offset, int digits) {
    int rest = number;
    for (int i = offset + digits - 1; i >= offset; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
