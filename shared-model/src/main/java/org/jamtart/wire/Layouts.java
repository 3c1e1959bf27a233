package org.jamtart.wire;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads layouts off records, once per class, when the classes of events and of node information are loaded.
 */
final class Layouts {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Layouts() {}

  /** The layout of a record whose components are all of one type each. */
  static Layout.Struct of(Class<?> record) {
    return of(record, Map.of());
  }

  /**
   * The layout of a record.
   *
   * @param choices which record stands for a sealed interface among the components
   */
  static Layout.Struct of(Class<?> record, Map<Class<?>, Class<?>> choices) {
    RecordComponent[] components = record.getRecordComponents();
    if (components == null) {
      throw new IllegalStateException(record + " is no record: it has no layout");
    }
    List<Layout.Field> fields = new ArrayList<>();
    Extent extent = Extent.NOTHING;
    for (RecordComponent component : components) {
      Layout.Field field = field(component, choices);
      fields.add(field);
      extent = extent.plus(field.layout().extent());
    }
    boolean tuple = record.isAnnotationPresent(Tuple.class);
    return new Layout.Struct(record, List.copyOf(fields), constructor(record, components), extent, tuple);
  }

  /** {@code lastTimestamp} to {@code last_timestamp}. */
  static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Layout.Field field(RecordComponent component, Map<Class<?>, Class<?>> choices) {
    try {
      Json json = component.getAnnotation(Json.class);
      Layout layout = layout(component.getAnnotatedType(), json, choices);
      MethodHandle get = LOOKUP.unreflect(component.getAccessor());
      MethodHandle getLong = layout instanceof Layout.UInt
          ? get.asType(MethodType.methodType(long.class, Object.class))
          : null;
      String name = snakeCase(component.getName());
      return new Layout.Field(name, json == null ? name : json.value(), layout,
          get.asType(MethodType.methodType(Object.class, Object.class)), getLong);
    } catch (IllegalAccessException | RuntimeException e) {
      throw new IllegalStateException("cannot read a layout off " + component, e);
    }
  }

  private static MethodHandle constructor(Class<?> record, RecordComponent[] components) {
    Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return LOOKUP.findConstructor(record, MethodType.methodType(void.class, types))
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + record, e);
    }
  }

  private static Layout layout(AnnotatedType annotated, @Nullable Json json,
      Map<Class<?>, Class<?>> choices) {
    Layout layout = required(annotated, json, choices);
    return annotated.isAnnotationPresent(Nullable.class) ? new Layout.Optional(layout) : layout;
  }

  private static Layout required(AnnotatedType annotated, @Nullable Json json,
      Map<Class<?>, Class<?>> choices) {
    if (annotated instanceof AnnotatedParameterizedType list) {
      return new Layout.Sequence(layout(list.getAnnotatedActualTypeArguments()[0], null, choices));
    }
    Class<?> type = (Class<?>) annotated.getType();
    if (type == boolean.class) {
      return new Layout.Bool(json == null ? List.of() : List.of(json.names()));
    } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return integer(annotated, type == int.class || type == Integer.class);
    } else if (type == Bytes32.class) {
      return new Layout.Hash(find(annotated, Subject.class) != null);
    } else if (type == ByteString.class) {
      return octets(annotated);
    } else if (type == String.class) {
      return new Layout.Utf8Text(require(annotated, Text.class).value());
    } else if (type.isEnum()) {
      return choice(type);
    }
    return of(choices.getOrDefault(type, type), choices);
  }

  private static Layout.UInt integer(AnnotatedType annotated, boolean isInt) {
    int bytes = find(annotated, U8.class) != null
        ? 1
        : find(annotated, U16.class) != null ? 2 : find(annotated, U32.class) != null ? 4 : 8;
    if (bytes == 8) {
      require(annotated, U64.class);
    }
    if (isInt != (bytes < 4)) {
      throw new IllegalStateException(bytes + " unsigned bytes need " + (bytes < 4 ? "an int" : "a long"));
    }
    Layout.Meaning meaning = annotated.isAnnotationPresent(Slot.class)
        ? Layout.Meaning.SLOT
        : annotated.isAnnotationPresent(Core.class)
            ? Layout.Meaning.CORE
            : annotated.isAnnotationPresent(Ref.class) ? Layout.Meaning.REFERENCE : Layout.Meaning.PLAIN;
    Ref ref = annotated.getAnnotation(Ref.class);
    List<Integer> kinds = ref == null ? List.of() : Arrays.stream(ref.value()).boxed().toList();
    return new Layout.UInt(bytes, meaning, kinds);
  }

  private static Layout.Octets octets(AnnotatedType annotated) {
    if (annotated.isAnnotationPresent(PerCore.class)) {
      return new Layout.Octets(new Extent(0, 1, 0, true));
    } else if (annotated.isAnnotationPresent(PerEightCores.class)) {
      return new Layout.Octets(new Extent(0, 0, 1, true));
    }
    return new Layout.Octets(Extent.exactly(require(annotated, Fixed.class).value()));
  }

  private static Layout.Choice choice(Class<?> type) {
    List<Enum<?>> constants = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Object value : type.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) value;
      constants.add(constant);
      names.add(jsonName(type, constant));
    }
    return new Layout.Choice(List.copyOf(constants), List.copyOf(names));
  }

  private static String jsonName(Class<?> type, Enum<?> constant) {
    try {
      Json json = type.getField(constant.name()).getAnnotation(Json.class);
      return json != null ? json.value() : pascalCase(constant.name());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum without its own constant", e);
    }
  }

  private static String pascalCase(String constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  /** The annotation itself, or on one of the annotations that are there. */
  private static <A extends Annotation> @Nullable A find(AnnotatedType annotated, Class<A> kind) {
    for (Annotation annotation : annotated.getAnnotations()) {
      if (kind.isInstance(annotation)) {
        return kind.cast(annotation);
      }
      A meta = annotation.annotationType().getAnnotation(kind);
      if (meta != null) {
        return meta;
      }
    }
    return null;
  }

  private static <A extends Annotation> A require(AnnotatedType annotated, Class<A> kind) {
    A annotation = find(annotated, kind);
    if (annotation == null) {
      throw new IllegalStateException(annotated + " needs @" + kind.getSimpleName());
    }
    return annotation;
  }
}
