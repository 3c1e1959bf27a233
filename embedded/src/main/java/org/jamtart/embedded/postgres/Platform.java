package org.jamtart.embedded.postgres;

import java.util.Locale;

/** Which of the archives on the classpath holds programs for this machine. */
enum Platform {

  LINUX_AMD64("postgres-linux-x86_64.txz"), //
  LINUX_ARM64("postgres-linux-arm_64.txz"), //
  DARWIN_AMD64("postgres-darwin-x86_64.txz"), //
  DARWIN_ARM64("postgres-darwin-arm_64.txz");

  private final String archive;

  Platform(String archive) {
    this.archive = archive;
  }

  /** The archive's name as a resource of the classpath. */
  String archive() {
    return archive;
  }

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** By the values that the JDK gives to the properties {@code os.name} and {@code os.arch}. */
  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = switch (osArch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> false;
      case "aarch64", "arm64" -> true;
      default -> throw unsupported(osName, osArch);
    };
    if (os.startsWith("linux")) {
      return arm ? LINUX_ARM64 : LINUX_AMD64;
    }
    if (os.startsWith("mac") || os.startsWith("darwin")) {
      return arm ? DARWIN_ARM64 : DARWIN_AMD64;
    }
    throw unsupported(osName, osArch);
  }

  private static PostgresException unsupported(String osName, String osArch) {
    return new PostgresException(
        "no embedded PostgreSQL for %s on %s: there is one for Linux and macOS on x86-64 and arm64; use a PostgreSQL server of your own here"
            .formatted(osName, osArch),
        null);
  }
}
