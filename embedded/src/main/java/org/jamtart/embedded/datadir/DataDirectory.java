package org.jamtart.embedded.datadir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A directory that this process has for itself. The claim is a lock of the operating system on the file
 * {@value #LOCK_FILE} in it, so it ends with the process however the process ends, and nothing needs
 * cleaning after {@code kill -9}. The file holds the process id of its last owner, for the error message of
 * the next one.
 *
 * <p>Safe for use by several threads.
 */
public final class DataDirectory implements AutoCloseable {

  /** Name of the lock file in the directory. It stays there when the claim ends. */
  static final String LOCK_FILE = "tart.lock";

  // POSIX gives up a process's lock when the process closes *any* descriptor of the file. A second claim in
  // this JVM must therefore be refused before it opens the file; only state of the whole process can do
  // that.
  private static final Set<Path> CLAIMED_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private final AtomicBoolean released = new AtomicBoolean();

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the directory where it is missing, checks that it can be written, and locks it.
   *
   * @param directory where; may be relative
   * @return the claim; it lasts until {@link #close()} or the end of this process
   * @throws DataDirectoryException if it is in use, cannot be written or made, or is not a directory
   */
  public static DataDirectory claim(Path directory) {
    Path path = made(directory);
    if (!CLAIMED_HERE.add(path)) {
      throw inUse(path, "this process");
    }
    DataDirectory claimed = null;
    try {
      claimed = lock(path);
      return claimed;
    } finally {
      if (claimed == null) {
        CLAIMED_HERE.remove(path);
      }
    }
  }

  /** The directory as a real path: absolute and without symbolic links. */
  public Path path() {
    return path;
  }

  /** Ends the claim. Calling it again does nothing. */
  @Override
  public void close() {
    if (!released.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataDirectoryException("data directory %s could not be released: %s".formatted(path, e), e);
    } finally {
      CLAIMED_HERE.remove(path);
    }
  }

  private static Path made(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      return absolute.toRealPath();
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new DataDirectoryException(
          "data directory %s is not a directory: choose another one".formatted(absolute),
          e);
    } catch (IOException e) {
      throw notWritable(absolute, e);
    }
  }

  private static DataDirectory lock(Path path) {
    Path file = path.resolve(LOCK_FILE);
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
          StandardOpenOption.WRITE);
      lock = channel.tryLock();
      if (lock == null) {
        throw inUse(path, ownerIn(channel));
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw notWritable(path, e);
    } finally {
      if (lock == null) {
        closeQuietly(channel);
      }
    }
  }

  private static String ownerIn(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(32);
    channel.read(content, 0);
    String pid = StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
    boolean known = pid.matches("[0-9]{1,18}")
        && ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    return known ? "process " + pid : "another process";
  }

  private static DataDirectoryException inUse(Path path, String owner) {
    return new DataDirectoryException(
        "data directory %s is in use by %s: stop it, or choose another directory".formatted(path, owner),
        null);
  }

  private static DataDirectoryException notWritable(Path path, IOException e) {
    String reason = e instanceof FileSystemException f
        ? Objects.requireNonNullElse(f.getReason(), f.getClass().getSimpleName())
        : String.valueOf(e.getMessage());
    return new DataDirectoryException(
        "data directory %s cannot be written by user %s (%s): change its owner or mode, or choose another one"
            .formatted(path, System.getProperty("user.name"), reason),
        e);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // the failure that led here is the one to report
    }
  }
}
