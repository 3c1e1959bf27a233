package org.jamtart.wire;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says a record, and a vector's fields, in the same plain words: maps, lists and strings. Reads the record
 * by plain reflection, so it shares nothing with the layouts.
 */
final class VectorFields {

  private VectorFields() {}

  /** The components of a record by their names in the specification. */
  static Map<String, @Nullable Object> of(Object record) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        fields.put(specName(component.getName()), say(component.getAccessor().invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("record " + record, e);
      }
    }
    return fields;
  }

  static @Nullable Object of(JsonNode node) {
    if (node.isNull()) {
      return null;
    } else if (node.isObject()) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      node.properties().forEach(entry -> fields.put(entry.getKey(), of(entry.getValue())));
      return fields;
    } else if (node.isArray()) {
      return node.valueStream().map(VectorFields::of).toList();
    }
    return node.asString();
  }

  private static @Nullable Object say(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Long number -> Long.toUnsignedString(number);
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case List<?> list -> list.stream().map(VectorFields::say).toList();
      case Record record -> of(record);
      default -> value.toString();
    };
  }

  private static String specName(String component) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      name.append(Character.isUpperCase(c) ? "_" + Character.toLowerCase(c) : String.valueOf(c));
    }
    return name.toString();
  }
}
