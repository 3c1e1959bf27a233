package org.jamtart.query.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SentenceTest {

  @Test
  void What_an_encoder_does_wrong_is_said_in_words() {
    assertThat(Sentence.of(true, 98, "trailing_bytes", "", 49, "the end of the message", "36 bytes more"))
        .isEqualTo("this node's encoder writes event SharingWorkPackage(98) with 36 bytes too many");
    assertThat(Sentence.of(true, 10, "truncated", "num_shards", 21, "4 bytes", "2 bytes"))
        .isEqualTo(
            "this node's encoder disagrees with JIP-3 in event Status(10): truncated in field num_shards at byte 21, "
                + "expected 4 bytes, found 2 bytes");
    assertThat(Sentence.of(true, -1, "truncated", null, null, null, null))
        .isEqualTo("this node's encoder disagrees with JIP-3 in messages without a readable type: truncated");
    assertThat(Sentence.of(false, -1, "not_ours", null, null, null, null))
        .isEqualTo("records of the log that name no node could not be read: not_ours");
  }
}
