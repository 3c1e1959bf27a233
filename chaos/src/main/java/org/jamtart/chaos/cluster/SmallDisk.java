package org.jamtart.chaos.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file system of its own for the tables, so that it can be filled without harm to anything else: the server then gets the kernel's
 * own "no space left on device". The write-ahead log lies elsewhere. Needs Linux and the right to mount.
 */
public final class SmallDisk implements AutoCloseable {

  private static final int MEGABYTE = 1 << 20;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Mounts one at a directory that is made; empty if this user may not. */
  static Optional<SmallDisk> mount(Path directory, String size) {
    try {
      Files.createDirectories(directory);
      boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=0777", "tmpfs",
          directory.toString());
      if (!mounted) {
        return Optional.empty();
      }
      Files.createDirectory(directory.resolve("tables"));
      return Optional.of(new SmallDisk(directory));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Path tables() {
    return directory.resolve("tables");
  }

  /** Takes all the room that is left. */
  public void fill() {
    byte[] zeros = new byte[MEGABYTE];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (true) {
        ballast.write(zeros);
      }
    } catch (IOException full) {
      // which is what it was to become
    }
    // The last steps in pieces that are smaller than what a table asks for.
    try (OutputStream rest = Files.newOutputStream(rest())) {
      while (true) {
        rest.write(zeros, 0, 4096);
      }
    } catch (IOException full) {
      // so it is
    }
  }

  /** Gives the room back. */
  public void free() {
    try {
      Files.deleteIfExists(ballast());
      Files.deleteIfExists(rest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  private Path rest() {
    return directory.resolve("rest");
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    run("umount", "-l", directory.toString());
  }
}
