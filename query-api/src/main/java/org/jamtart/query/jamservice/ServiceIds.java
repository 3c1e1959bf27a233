package org.jamtart.query.jamservice;

import java.util.List;
import java.util.regex.Pattern;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;

/** Ids of services: requests write them as decimal or hexadecimal numbers, answers as eight hexadecimal digits. */
final class ServiceIds {

  private static final int MOST = 100;
  private static final long LAST = 0xffff_ffffL;
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,10}");
  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]{1,8}");

  private ServiceIds() {}

  /** Those of the parameter {@code service}; empty when it is absent. */
  static List<Long> of(Query query) {
    return query.list(MOST, "service").stream().map(ServiceIds::parse).distinct().toList();
  }

  private static long parse(String text) {
    if (HEXADECIMAL.matcher(text).matches()) {
      return Long.parseLong(text.substring(2), 16);
    }
    if (DECIMAL.matcher(text).matches() && Long.parseLong(text) <= LAST) {
      return Long.parseLong(text);
    }
    throw Problem
        .parameter("service", text, "a number from 0 to 4294967295, or the same in hexadecimal after 0x")
        .asException();
  }

  static String text(long id) {
    return "0x%08x".formatted(id);
  }
}
