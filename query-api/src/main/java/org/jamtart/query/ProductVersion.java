package org.jamtart.query;

import org.jspecify.annotations.Nullable;

/** The version of this build. */
public final class ProductVersion {

  private ProductVersion() {}

  /** As the jar's manifest has it; {@code development} when it runs from classes. */
  public static String get() {
    @Nullable
    String version = ProductVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
