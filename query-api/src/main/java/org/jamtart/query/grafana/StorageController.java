package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jamtart.query.grafana.StorageSql.Table;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.shared.Keeping;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/db-stats}. */
@Tag(name = "System")
@ReadsTables
@RestController
final class StorageController {

  private final StorageSql storage;

  StorageController(StorageSql storage) {
    this.storage = storage;
  }

  @Operation(operationId = "dbStats", summary = "What the tables take on disk", description = "Largest first; partitions count for their "
      + "table. Rows are estimates of the last statistics that PostgreSQL took. `compression` is empty: nothing is compressed. An "
      + "answer may be ten seconds old. Answers "
      + "the question: how large has TART's own storage grown, and by what? Fed by the database.")
  @GetMapping("/api/grafana/db-stats")
  ResponseEntity<DbStats> stats(Query query) {
    List<Table> tables = storage.tables();
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, Keeping.briefly(query))
        .body(new DbStats(tables.stream().map(TableSize::of).toList(),
            tables.stream().map(table -> new RowCount(table.name(), table.rows())).toList(), List.of()));
  }

  @Schema(name = "DbStats")
  record DbStats(List<TableSize> tables, List<RowCount> rowCounts, List<Object> compression) {}

  @Schema(name = "TableSize")
  record TableSize(String tableName, long totalBytes, long tableBytes,
      long indexBytes, long toastBytes) {

    static TableSize of(Table table) {
      return new TableSize(table.name(), table.total(), table.heap(), table.index(), table.toast());
    }
  }

  @Schema(name = "TableRows")
  record RowCount(String tableName, long rowCount) {}
}
