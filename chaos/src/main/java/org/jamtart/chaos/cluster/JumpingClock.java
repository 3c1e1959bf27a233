package org.jamtart.chaos.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import org.jamtart.chaos.clock.ClockInitializer;

/**
 * The clock of one service, which can be set while it runs. The service is started from its jar with three small classes beside it that
 * replace its clock bean; Kafka's client and the JVM keep the machine's time.
 */
public final class JumpingClock {

  private static final List<String> CLASSES = List.of("ClockInitializer", "ClockInitializer$1",
      "ShiftedClock");
  private static final String FACTORIES = "org.springframework.context.ApplicationContextInitializer="
      + ClockInitializer.class.getName() + "\n";

  private final Path directory;

  private JumpingClock(Path directory) {
    this.directory = directory;
  }

  static JumpingClock in(Path directory) {
    var clock = new JumpingClock(directory);
    try {
      Path classes = directory.resolve("org/jamtart/chaos/clock");
      Files.createDirectories(classes);
      Files.createDirectories(directory.resolve("META-INF"));
      Files.writeString(directory.resolve("META-INF/spring.factories"), FACTORIES);
      for (String name : CLASSES) {
        try (InputStream source = ClockInitializer.class.getResourceAsStream(name + ".class")) {
          Files.copy(source, classes.resolve(name + ".class"), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    clock.set(Duration.ZERO);
    return clock;
  }

  /** Sets it so far from the right time; it is seen within a tenth of a second. */
  public void set(Duration shift) {
    try {
      Path next = directory.resolve("shift.new");
      Files.writeString(next, Long.toString(shift.toSeconds()));
      Files.move(next, directory.resolve("shift"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to give to {@code java} to start a jar's program with this clock. */
  List<String> launch(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      String main = file.getManifest().getMainAttributes().getValue("Main-Class");
      return List.of("-D" + ClockInitializer.FILE + "=" + directory.resolve("shift"), "-cp",
          jar + File.pathSeparator + directory, main);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
