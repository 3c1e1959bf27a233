package org.jamtart.query.shared;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jamtart.query.request.Query;
import org.jspecify.annotations.Nullable;

/**
 * For how long an answer may be given to others who ask the same: what costs much and changes little. The answer says so as HTTP does,
 * for caches that many share, of which this service is one itself. A flush makes it forget what it has.
 */
public final class Keeping {

  private static final int SECONDS = 10;
  private static final Pattern SHARED = Pattern.compile("s-maxage=(\\d{1,6})");

  private Keeping() {}

  /** The value of {@code Cache-Control}: ten seconds, but for who asks for a consistent answer. */
  public static String briefly(Query query) {
    return query.isTrue("consistent") ? "no-cache" : "public, max-age=0, s-maxage=" + SECONDS;
  }

  /** How many seconds a value of {@code Cache-Control} allows; 0 for none. */
  static long seconds(@Nullable String cacheControl) {
    Matcher shared = SHARED.matcher(cacheControl == null ? "" : cacheControl);
    return shared.find() ? Long.parseLong(shared.group(1)) : 0;
  }
}
