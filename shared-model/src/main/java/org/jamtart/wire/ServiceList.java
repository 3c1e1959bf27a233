package org.jamtart.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an event has a list whose elements begin with the number of a service: the items of a work-package, the services of
 * an executed block.
 *
 * @param before the steps over what stands before the list
 * @param element the steps over one element
 */
record ServiceList(Check before, Check element) {
  static final int[] NONE = {};

  /** The list of an event; null if it has none. */
  static @Nullable ServiceList of(Layout.Struct event) {
    List<Layout.Field> before = new ArrayList<>();
    Layout.Struct element = search(event, before);
    if (element == null) {
      return null;
    }
    // The discriminator stands behind the timestamp and is no field.
    List<Layout.Field> behindHeader = before.subList(1, before.size());
    var struct = new Layout.Struct(event.type(), behindHeader, event.constructor(), Extent.NOTHING, false);
    return new ServiceList(Check.of(struct), Check.of(element));
  }

  private static Layout.@Nullable Struct search(Layout.Struct struct, List<Layout.Field> before) {
    for (Layout.Field field : struct.fields()) {
      if (field.layout() instanceof Layout.Sequence(Layout.Struct element)
          && element.fields().get(0).name().equals("service_id")) {
        return element;
      } else if (field.layout() instanceof Layout.Struct nested) {
        Layout.Struct found = search(nested, before);
        if (found != null) {
          return found;
        }
      } else {
        before.add(field);
      }
    }
    return null;
  }

  /** The services in the order of the list; none if the message is no event. */
  int[] read(byte[] buffer, int offset, int length, int cores) {
    int end = offset + length;
    int at = before.check(buffer, offset + Frames.EVENT_HEADER, end, cores);
    int prefix = at < 0 ? at : Natural.check(buffer, at, end);
    if (prefix < 0) {
      return NONE;
    }
    long count = Natural.read(buffer, at);
    at += prefix;
    if (Long.compareUnsigned(count, (end - at) / Integer.BYTES) > 0) {
      return NONE;
    }
    var services = new int[(int) count];
    for (int i = 0; i < services.length; i++) {
      int next = element.check(buffer, at, end, cores);
      if (next < 0) {
        return NONE;
      }
      services[i] = (int) LittleEndian.u32(buffer, at);
      at = next;
    }
    return services;
  }
}
