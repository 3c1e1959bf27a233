package org.jamtart.query.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The browser's page for the API, which is served from this process. */
public final class SwaggerUi {

  private static final String POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private SwaggerUi() {}

  /** Where its files are on the class path. */
  public static String location() {
    try (InputStream in = SwaggerUi.class.getResourceAsStream(POM)) {
      if (in == null) {
        throw new IllegalStateException("swagger-ui is not on the class path: " + POM + " is missing");
      }
      var pom = new Properties();
      pom.load(in);
      return "classpath:/META-INF/resources/webjars/swagger-ui/" + pom.getProperty("version") + "/";
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + POM, e);
    }
  }
}
