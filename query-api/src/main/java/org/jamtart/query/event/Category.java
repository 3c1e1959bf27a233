package org.jamtart.query.event;

/** The coarser names that existing dashboards show beside an event. */
final class Category {

  private Category() {}

  /** The category of a type, 0 to 255. */
  static String of(int type) {
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
