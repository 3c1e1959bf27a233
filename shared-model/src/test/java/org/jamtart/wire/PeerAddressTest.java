package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PeerAddressTest {

  @ParameterizedTest
  @CsvSource({"192.0.2.1,00000000000000000000ffffc0000201", "2001:db8::1,20010db8000000000000000000000001",
      "::,00000000000000000000000000000000"})
  void an_address_of_either_kind_has_16_bytes_and_comes_back(String address, String bytes) throws Exception {
    InetAddress given = InetAddress.getByName(address);
    PeerAddress peer = PeerAddress.of(given, 8000);
    assertThat(peer.ipv6()).hasToString(bytes);
    assertThat(peer.address()).isEqualTo(given);
  }
}
