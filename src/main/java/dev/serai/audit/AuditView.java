package dev.serai.audit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.HexFormat;

/**
 * A row as it is shown.
 *
 * @param hash in hex; {@link Chain} tells of what
 */
record AuditView(@JsonUnwrapped AuditRow row, String hash) {
  static AuditView of(StoredRow stored) {
    return new AuditView(stored.row(), HexFormat.of().formatHex(stored.hash()));
  }
}
