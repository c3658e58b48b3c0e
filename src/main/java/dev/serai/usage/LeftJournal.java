package dev.serai.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The journal of a gateway that does not come back, to be brought to the database by somebody else.
 * Locks the folder, so that gateway cannot start while this lives.
 */
public final class LeftJournal implements AutoCloseable {
  /** Next to nothing is written here. */
  private static final int SEGMENT_BYTES = 1 << 12;

  private final Journal journal;
  private final JournalDrain drain;

  private LeftJournal(Journal journal, JournalDrain drain) {
    this.journal = journal;
    this.drain = drain;
  }

  /**
   * @throws JournalInUse when a process writes to it
   * @throws IOException when there is no journal, or it cannot be used
   */
  public static LeftJournal open(Path folder, DataSource database, Storing storing)
      throws IOException {
    if (!JournalFolder.hasSegments(folder))
      throw new IOException(folder + " holds no usage journal");
    Journal journal = Journal.open(folder, SEGMENT_BYTES, Integer.MAX_VALUE);
    return new LeftJournal(journal, new JournalDrain(journal, new UsageTable(database, storing)));
  }

  public JournalId id() {
    return journal.id();
  }

  /** Records that are not in the database yet. */
  public long depth() {
    return journal.depth();
  }

  /**
   * Works for that long at most; while the database is away it waits for it.
   *
   * @return whether everything is in the database now
   */
  public boolean drain(Duration time) {
    drain.start();
    return drain.awaitDrained(time);
  }

  /** Records that were read and not stored: the log says which and why. */
  public long refused() {
    return drain.rejected() + drain.unreadable();
  }

  /** What is not drained stays. */
  @Override
  public void close() throws IOException {
    drain.stop();
    journal.close();
  }
}
