package org.jamtart.standalone;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that runs. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[]{"tart " + (version == null ? "(not packaged)" : version), "JDK " + Runtime.version()};
  }
}
