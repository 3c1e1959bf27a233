package org.jamtart.query.event;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The coarser names that existing dashboards show beside an event. */
public final class Category {

  private static final SortedMap<String, SortedSet<Integer>> TYPES = new TreeMap<>();

  static {
    for (int type = 0; type <= 255; type++) {
      TYPES.computeIfAbsent(of(type), category -> new TreeSet<>()).add(type);
    }
  }

  private Category() {}

  /** The types of each category, by its name. */
  public static SortedMap<String, SortedSet<Integer>> types() {
    return Collections.unmodifiableSortedMap(TYPES);
  }

  /** The category of a type, 0 to 255. */
  public static String of(int type) {
    if (in(type, 10, 13)) {
      return "status";
    } else if (in(type, 20, 28)) {
      return "connection";
    } else if (in(type, 40, 47)) {
      return "blockAuthoring";
    } else if (in(type, 60, 68)) {
      return "blockAnnouncement";
    } else if (in(type, 80, 84)) {
      return "tickets";
    } else if (in(type, 90, 101)) {
      return "workPackage";
    } else if (in(type, 102, 113)) {
      return "guarantee";
    } else if (in(type, 120, 125)) {
      return "shard";
    } else if (in(type, 126, 131)) {
      return "assurance";
    } else if (in(type, 140, 153)) {
      return "bundleShard";
    } else if (in(type, 160, 178)) {
      return "segment";
    } else if (in(type, 190, 199)) {
      return "preimage";
    }
    return "other";
  }

  private static boolean in(int type, int first, int last) {
    return first <= type && type <= last;
  }
}
