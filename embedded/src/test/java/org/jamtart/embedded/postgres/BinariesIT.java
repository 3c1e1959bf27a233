package org.jamtart.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesIT {

  @TempDir
  Path temp;

  @Test
  void two_that_unpack_at_once_get_the_same_whole_directory_and_leave_nothing_else() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> Binaries.unpacked(temp, Platform.current()));
    var second = CompletableFuture.supplyAsync(() -> Binaries.unpacked(temp, Platform.current()));

    assertThat(first.get()).isEqualTo(second.get());
    assertThat(first.get().resolve("bin/postgres")).isExecutable();
    try (var left = Files.list(temp)) {
      assertThat(left).containsExactly(temp.resolve(first.get().getFileName()));
    }
  }
}
