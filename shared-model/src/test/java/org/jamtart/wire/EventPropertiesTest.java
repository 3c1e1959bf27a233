package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventPropertiesTest {
  private static final int ROUNDS = 40;

  static Stream<Protocol> protocols() {
    return Stream.of(0, 1)
        .flatMap(version -> Stream.of(1, 2, 7, 8, 9, 341, 65_535).map(cores -> new Protocol(version, cores)));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void every_event_comes_back_as_it_was(Protocol protocol) throws Exception {
    RandomEvents random = new RandomEvents(11, protocol);
    for (int round = 0; round < rounds(protocol); round++) {
      for (Event event : random.oneOfEach()) {
        byte[] bytes = Events.encode(event, protocol);
        assertThat(Events.validate(bytes, 0, bytes.length, protocol)).isEqualTo(Verdict.EVENT);
        assertThat(Events.decode(bytes, protocol)).isEqualTo(event);
        byte[] framed = new byte[bytes.length + 7];
        assertThat(Events.encode(event, protocol, framed, 3)).isEqualTo(bytes.length);
        assertThat(Arrays.copyOfRange(framed, 3, 3 + bytes.length)).isEqualTo(bytes);
        assertThat(Events.decode(framed, 3, bytes.length, protocol)).isEqualTo(event);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void an_event_cut_or_lengthened_anywhere_is_refused(Protocol protocol) {
    for (Event event : new RandomEvents(12, protocol).oneOfEach()) {
      byte[] bytes = Events.encode(event, protocol);
      int step = Math.max(1, bytes.length / 1_000);
      for (int length = 0; length < bytes.length; length += step) {
        assertThat(refusal(Arrays.copyOf(bytes, length), protocol)).isIn(Verdict.TRUNCATED,
            Verdict.LENGTH_EXCEEDS_MESSAGE);
      }
      assertThat(refusal(Arrays.copyOf(bytes, bytes.length + 1), protocol)).isEqualTo(Verdict.TRAILING_BYTES);
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void where_trailing_bytes_are_accepted_a_lengthened_event_is_the_same_event(Protocol strict)
      throws Exception {
    Protocol lenient = new Protocol(strict.version(), strict.cores(), TrailingBytes.ACCEPTED);
    for (Event event : new RandomEvents(14, strict).oneOfEach()) {
      byte[] bytes = Events.encode(event, strict);
      byte[] lengthened = Arrays.copyOf(bytes, bytes.length + 9);
      assertThat(Events.validate(bytes, 0, bytes.length, lenient)).isEqualTo(Verdict.EVENT);
      assertThat(Events.validate(lengthened, 0, lengthened.length, lenient))
          .isEqualTo(Verdict.EVENT_WITH_TRAILING_BYTES);
      assertThat(Events.decode(lengthened, lenient)).isEqualTo(event);
      assertThat(json(lengthened, lenient)).isEqualTo(json(bytes, strict));
    }
  }

  private static String json(byte[] bytes, Protocol protocol) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JsonMapper.shared().createGenerator(text)) {
      EventJson.write(out, bytes, 0, bytes.length, protocol, ByteStyle.HEX);
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatever_is_done_to_the_bytes_validating_and_decoding_agree(Protocol protocol) throws Exception {
    SplittableRandom random = new SplittableRandom(13);
    for (Event event : new RandomEvents(13, protocol).oneOfEach()) {
      byte[] bytes = Events.encode(event, protocol);
      for (int i = 0; i < 60; i++) {
        byte[] damaged = bytes.clone();
        int at = Frames.EVENT_HEADER + random.nextInt(Math.min(damaged.length, 2_000) - Frames.EVENT_HEADER);
        damaged[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
        Agreement.check(damaged, protocol);
      }
    }
  }

  @Test
  void an_event_of_another_version_is_not_encoded() {
    Event old = new BlockDistributionEvent.BlockAnnouncementStreamClosedV0(1, Bytes32.ZERO,
        ConnectionSide.LOCAL, "");
    assertThatIllegalArgumentException().isThrownBy(() -> Events.encode(old, new Protocol(1, 2)))
        .withMessageContaining("protocol version 1");
  }

  @Test
  void what_does_not_fit_its_field_is_not_encoded() {
    Protocol tiny = new Protocol(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Events.encode(new StatusEvent.BestBlockChanged(1, 1L << 32, Bytes32.ZERO), tiny))
        .withMessage("BestBlockChanged.slot: expected 0 to 4294967295, found 4294967296");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Events.encode(new NetworkingEvent.ConnectInFailed(1, 1, "é".repeat(65)), tiny))
        .withMessage("ConnectInFailed.reason: expected at most 128 bytes, found 130");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Events.encode(new AvailabilityEvent.DistributingAssurance(1, Bytes32.ZERO, ByteString.of()),
                tiny))
        .withMessage("DistributingAssurance.bitfield: expected 1 bytes, found 0");
  }

  @Test
  void an_error_names_event_field_offset_expectation_and_finding() {
    Protocol tiny = new Protocol(1, 2);
    WorkItemOutline item = new WorkItemOutline(1, 2, 3, 4, 5, List.of(new ImportSpec(Bytes32.ZERO, 1)), 0);
    WorkPackageOutline outline = new WorkPackageOutline(1, Bytes32.ZERO, Bytes32.ZERO, 1, List.of(),
        List.of(item, item, item));
    byte[] bytes = Events.encode(new GuaranteeingEvent.WorkPackageReceived(1, 2, 3, outline), tiny);
    int imports = bytes.length - 34 - 2 - 1;
    bytes[imports] = 7;
    DecodeException problem = problem(bytes, tiny);
    assertThat(problem.field()).isEqualTo("outline.work_items[2].imports");
    assertThat(problem.offset()).isEqualTo(imports);
    assertThat(problem)
        .hasMessage("WorkPackageReceived(94) field outline.work_items[2].imports at byte " + imports
            + ": length_exceeds_message, expected at most 1 elements in the 36 bytes left, found 7");
    assertThat(problem.getStackTrace()).isEmpty();
  }

  @Test
  void the_same_seed_gives_the_same_events() {
    Protocol tiny = new Protocol(0, 2);
    assertThat(some(new RandomEvents(5, tiny))).isEqualTo(some(new RandomEvents(5, tiny)));
  }

  private static List<Event> some(RandomEvents random) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      events.add(random.next());
    }
    return events;
  }

  private static int rounds(Protocol protocol) {
    return protocol.cores() > 1_000 ? 2 : ROUNDS;
  }

  private static Verdict refusal(byte[] bytes, Protocol protocol) {
    assertThat(Events.validate(bytes, 0, bytes.length, protocol))
        .isEqualTo(problem(bytes, protocol).verdict());
    return problem(bytes, protocol).verdict();
  }

  private static DecodeException problem(byte[] bytes, Protocol protocol) {
    try {
      throw new AssertionError("decoded: " + Events.decode(bytes, protocol));
    } catch (DecodeException e) {
      return e;
    }
  }
}
