package org.jamtart.query.docs;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/docs/openapi.json}, the document as it is checked in, and the page that shows it. */
@OpenAPIDefinition(info = @Info(title = "TART", version = "1", description = "Telemetry of JAM networks. Times are RFC 3339 in UTC, ranges "
    + "half-open. Byte strings are lower-case hex with 0x, node ids 64 hex digits without. Integers of 64 bits are numbers without "
    + "loss. Lists go on behind `next`, which is also in the Link header. Parameters that an operation does not have, and values "
    + "that it does not take, are refused with RFC 9457 problem details; so is a cursor with other filters than its own. A "
    + "`limit` above the maximum is cut, which `note` says."), tags = {@Tag(name = "System"),
        @Tag(name = "Nodes"), @Tag(name = "Events"),
        @Tag(name = "Quarantine"), @Tag(name = "Live")})
@Hidden
@RestController
final class DocsController {

  private static final String PAGE = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <title>TART API</title>
        <link rel="stylesheet" href="/api/docs/ui/swagger-ui.css">
      </head>
      <body>
        <div id="ui"></div>
        <script src="/api/docs/ui/swagger-ui-bundle.js"></script>
        <script>SwaggerUIBundle({ url: "/api/docs/openapi.json", dom_id: "#ui", deepLinking: true })</script>
      </body>
      </html>
      """;

  private final byte[] document;
  private final String tag;

  DocsController() throws IOException {
    try (InputStream in = new ClassPathResource("openapi.json", DocsController.class).getInputStream()) {
      this.document = in.readAllBytes();
    }
    var checksum = new CRC32();
    checksum.update(document);
    this.tag = '"' + HexFormat.of().toHexDigits((int) checksum.getValue()) + '"';
  }

  @GetMapping("/api/docs/openapi.json")
  ResponseEntity<byte[]> document() {
    return ResponseEntity.ok()
        .eTag(tag)
        .cacheControl(CacheControl.noCache())
        .contentType(MediaType.APPLICATION_JSON)
        .body(document);
  }

  @GetMapping({"/api/docs", "/api/docs/"})
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache())
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .body(PAGE.getBytes(StandardCharsets.UTF_8));
  }
}
