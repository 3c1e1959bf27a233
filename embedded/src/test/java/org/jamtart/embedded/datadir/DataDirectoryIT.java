package org.jamtart.embedded.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jamtart.embedded.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryIT {

  @TempDir
  Path temp;

  @Test
  void the_owner_in_another_process_is_named_and_its_death_frees_the_directory() throws Exception {
    try (ChildJvm child = ChildJvm.running(Claimer.class, temp)) {
      child.await("claimed");
      assertThatThrownBy(() -> DataDirectory.claim(temp)).isInstanceOf(DataDirectoryException.class)
          .hasMessage("data directory %s is in use by process %d: stop it, or choose another directory",
              temp.toRealPath(), child.pid());

      child.kill();

      try (DataDirectory claim = DataDirectory.claim(temp)) {
        assertThat(claim.path()).isEqualTo(temp.toRealPath());
      }
    }
  }

  /** Claims a directory and keeps it. */
  static final class Claimer {

    public static void main(String[] arguments) throws Exception {
      DataDirectory claim = DataDirectory.claim(Path.of(arguments[0]));
      System.out.println("claimed=" + claim.path());
      System.in.read();
    }
  }
}
