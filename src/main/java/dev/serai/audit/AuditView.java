package dev.serai.audit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.HexFormat;
import java.util.List;

/**
 * A row as it is shown.
 *
 * @param hash in hex; {@link Chain} tells of what
 */
record AuditView(@JsonUnwrapped AuditRow row, String hash) {
  static AuditView of(StoredRow stored) {
    return new AuditView(stored.row(), HexFormat.of().formatHex(stored.hash()));
  }

  /**
   * @param next cursor of the page that follows, empty when this is the last one
   */
  record AuditPage(List<AuditView> rows, String next) {
    AuditPage {
      rows = List.copyOf(rows);
    }
  }
}
