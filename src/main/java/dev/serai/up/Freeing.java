package dev.serai.up;

import dev.serai.usage.JournalId;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Lets go of what a gateway still holds that does not come back. */
@FunctionalInterface
interface Freeing {
  /** Nothing is held. */
  Freeing NOTHING = (database, journal) -> List.of();

  /**
   * Called when everything the gateway recorded is in the database, while its journal is locked.
   *
   * @return what was freed, a sentence each, for the person at the screen
   */
  List<String> free(DataSource database, JournalId journal) throws SQLException;
}
