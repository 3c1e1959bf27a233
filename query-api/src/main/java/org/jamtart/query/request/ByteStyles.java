package org.jamtart.query.request;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.List;
import org.jamtart.wire.ByteStyle;

/** How byte strings inside messages are shown: the parameter {@code bytes}. */
public final class ByteStyles {

  private ByteStyles() {}

  /** The endpoint shows messages. */
  @Target({METHOD, ANNOTATION_TYPE})
  @Retention(RUNTIME)
  @Parameter(name = "bytes", in = ParameterIn.QUERY, description = "Byte strings inside messages: `hex` (lower case with 0x) or `array` (of numbers)", schema = @Schema(type = "string", allowableValues = {
      "hex", "array"}, defaultValue = "hex"))
  public @interface Choosable {}

  /** The style that the request asks for. */
  public static ByteStyle of(Query query) {
    return query.choice("bytes", "hex", List.of("hex", "array")).equals("array")
        ? ByteStyle.ARRAY
        : ByteStyle.HEX;
  }
}
