package org.jamtart.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.jamtart.wire.NodeInformation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixturesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void the_node_information_is_one_that_a_server_accepts(int protocolVersion) throws Exception {
    NodeInformation said = Fixtures.nodeInformation(Fixtures.peerId(7), protocolVersion);

    assertThat(NodeInformation.decode(said.encode())).isEqualTo(said);
    assertThat(said.peerId().toHex()).endsWith("0007");
    assertThat(said.parameters()).isEqualTo(Fixtures.protocolParameters());
  }
}
