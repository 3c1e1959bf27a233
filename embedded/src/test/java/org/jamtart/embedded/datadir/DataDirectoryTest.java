package org.jamtart.embedded.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir
  Path temp;

  @Test
  void a_missing_directory_is_made_with_its_parents() {
    try (DataDirectory claim = DataDirectory.claim(temp.resolve("a/b/c"))) {
      assertThat(claim.path()).isDirectory().isAbsolute().endsWith(Path.of("a/b/c"));
    }
  }

  @Test
  void a_second_claim_in_this_process_is_refused_under_any_name_of_the_directory() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), Files.createDirectory(temp.resolve("real")));
    try (DataDirectory claim = DataDirectory.claim(temp.resolve("real"))) {
      assertThatThrownBy(() -> DataDirectory.claim(link)).isInstanceOf(DataDirectoryException.class)
          .hasMessage("data directory %s is in use by this process: stop it, or choose another directory",
              claim.path());
    }
  }

  @Test
  void a_released_directory_can_be_claimed_again() {
    DataDirectory first = DataDirectory.claim(temp);
    first.close();
    first.close();

    try (DataDirectory second = DataDirectory.claim(temp)) {
      assertThat(second.path()).isEqualTo(first.path());
    }
  }

  @Test
  void a_file_is_not_a_directory() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> DataDirectory.claim(file)).isInstanceOf(DataDirectoryException.class)
        .hasMessage("data directory %s is not a directory: choose another one", file);
  }

  @Test
  void a_directory_below_a_file_cannot_be_made() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> DataDirectory.claim(file.resolve("below")))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining(file.resolve("below").toString())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void a_directory_where_nothing_can_be_made_is_refused_in_one_line() {
    // No mode of a directory keeps root from writing; nobody can make a directory here.
    assertThatThrownBy(() -> DataDirectory.claim(Path.of("/dev/null/tart")))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageStartingWith("data directory /dev/null/tart ")
        .message()
        .doesNotContain("\n");
  }
}
