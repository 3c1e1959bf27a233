package org.jamtart.persister.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.jamtart.wire.ByteString;
import org.jamtart.wire.PeerAddress;
import org.junit.jupiter.api.Test;

class IntroductionTest {

  private static PeerAddress peer(String hex) {
    return new PeerAddress(ByteString.ofHex(hex), 40_000);
  }

  @Test
  void addresses_read_as_people_write_them() {
    assertThat(Introduction.address(peer("00000000000000000000ffffc0000201"))).isEqualTo("192.0.2.1:40000");
    assertThat(Introduction.address(peer("20010db8000000000000000000000001")))
        .isEqualTo("[2001:db8:0:0:0:0:0:1]:40000");
    assertThat(Introduction.address(peer("00".repeat(16)))).isNull();
  }
}
