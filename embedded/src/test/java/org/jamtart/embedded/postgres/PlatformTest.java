package org.jamtart.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({"Linux, amd64, LINUX_AMD64", "Linux, aarch64, LINUX_ARM64", "Mac OS X, x86_64, DARWIN_AMD64",
      "Mac OS X, aarch64, DARWIN_ARM64", "Darwin, arm64, DARWIN_ARM64"})
  void the_names_that_the_jdk_uses_choose_the_archive(String os, String arch, Platform expected) {
    assertThat(Platform.of(os, arch)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void every_archive_is_on_the_classpath(Platform platform) {
    assertThat(getClass().getClassLoader().getResource(platform.archive())).isNotNull();
  }

  @Test
  void a_machine_without_an_archive_is_told_what_there_is() {
    assertThatThrownBy(() -> Platform.of("Windows 11", "amd64")).isInstanceOf(PostgresException.class)
        .hasMessageStartingWith(
            "no embedded PostgreSQL for Windows 11 on amd64: there is one for Linux and macOS");
    assertThatThrownBy(() -> Platform.of("Linux", "riscv64")).isInstanceOf(PostgresException.class);
  }
}
