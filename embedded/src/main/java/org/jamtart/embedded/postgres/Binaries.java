package org.jamtart.embedded.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the server's programs into a directory named after the archive and its checksum. Unpacking goes
 * to a directory of its own that is then renamed, so whoever sees the final name sees all of it, and of two
 * processes that race one result is kept.
 */
final class Binaries {

  private static final Set<PosixFilePermission> PROGRAM = EnumSet.of(PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_READ,
      PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
  private static final int ANY_EXECUTE_BIT = 0111;

  private Binaries() {}

  /**
   * The directory with {@code bin}, {@code lib} and {@code share}, unpacked now if it was not before; 1 to
   * 3 s then.
   *
   * @param cache parent of the directory; made where missing
   */
  static Path unpacked(Path cache, Platform platform) {
    URL archive = Binaries.class.getClassLoader().getResource(platform.archive());
    if (archive == null) {
      throw new PostgresException("%s is not on the classpath: add the PostgreSQL binaries for %s to it"
          .formatted(platform.archive(), platform), null);
    }
    try {
      Path target = cache.toAbsolutePath().normalize().resolve(name(platform, archive));
      if (!Files.isDirectory(target)) {
        unpack(archive, target);
      }
      return target.toRealPath();
    } catch (IOException e) {
      throw new PostgresException("PostgreSQL could not be unpacked to %s: %s".formatted(cache, e), e);
    }
  }

  private static String name(Platform platform, URL archive) throws IOException {
    String base = platform.archive().replace(".txz", "");
    URLConnection connection = archive.openConnection();
    long mark = connection instanceof JarURLConnection jar
        ? jar.getJarEntry().getCrc()
        : connection.getContentLengthLong();
    return base + "-" + Long.toHexString(mark);
  }

  private static void unpack(URL archive, Path target) throws IOException {
    Path parent = Files.createDirectories(target.resolveSibling("x").getParent());
    Path work = Files.createDirectory(parent.resolve(".unpacking-" + UUID.randomUUID()));
    try {
      try (InputStream in = archive.openStream();
          TarArchiveInputStream tar = new TarArchiveInputStream(
              new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          unpack(tar, entry, work);
        }
      }
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) { // otherwise another process was faster
        throw e;
      }
    } finally {
      Trees.delete(work);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
    Path path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("archive entry outside of the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.resolveSibling("x").getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, root.resolve(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      if ((entry.getMode() & ANY_EXECUTE_BIT) != 0 && !Files.isSymbolicLink(path)
          && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(path, PROGRAM);
      }
    }
  }
}
