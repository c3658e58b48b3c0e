package dev.serai.leases;

import dev.serai.call.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier processes with the same journal folder held when they ended. What calls had reserved
 * then is charged, since nobody knows what became of them; what nobody used is free for others when
 * the journal is drained.
 */
public final class LeftLeases {
  private static final Logger log = LoggerFactory.getLogger(LeftLeases.class);
  private static final String ID = "id";
  private static final long TRY_AGAIN_MILLIS = 1_000;

  private final Path folder;
  private final LeaseTable table;
  private final List<SlotFile.Remains> remains = new ArrayList<>();
  private volatile boolean drained;
  private String journal = "";
  private boolean closed;
  private long triedAt = Long.MIN_VALUE / 2;

  LeftLeases(Path folder, LeaseTable table) {
    this.folder = folder;
    this.table = table;
  }

  /**
   * Gives back what processes that do not come back held. To be called when all records of their
   * journal are in the database, by who holds the lock of the folder. Once or several times.
   *
   * @return how many of them seem to be alive, and were left alone: they were heard of within the
   *     last three seconds
   */
  public static long giveBack(DataSource dataSource, Path folder) throws IOException, SQLException {
    LeftLeases left = new LeftLeases(folder, new LeaseTable(dataSource, ""));
    left.read("");
    left.charge();
    return left.table.closeOthers(left.journal);
  }

  /** Id of the journal; known after {@link #read}. */
  String journal() {
    return journal;
  }

  void journalDrained() {
    drained = true;
  }

  /**
   * Reads the files that are there.
   *
   * @param but a process whose files are not meant
   */
  void read(String but) throws IOException {
    journal = identify(folder);
    for (Path file : SlotFile.in(folder)) {
      SlotFile.Remains found = SlotFile.read(file);
      if (found == null) Files.delete(file);
      else if (!found.replica().equals(but)) remains.add(found);
    }
  }

  /** Does what can be done by now. */
  void work(long now) throws SQLException {
    charge();
    if (!drained || closed || now - triedAt < TRY_AGAIN_MILLIS) return;
    triedAt = now;
    closed = table.closeOthers(journal) == 0;
  }

  private void charge() throws SQLException {
    while (!remains.isEmpty()) {
      SlotFile.Remains next = remains.getLast();
      if (!next.uses().isEmpty()) table.charge(next);
      remains.removeLast();
      delete(next.file());
    }
  }

  /** One that stays is charged again by the next process, which changes nothing. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.atWarn().addKeyValue("cause", e.toString()).log("a file of leases cannot be removed");
    }
  }

  /** The journal has made the file when it was opened. */
  private static String identify(Path folder) throws IOException {
    Path file = folder.resolve(ID);
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Path next = folder.resolve(ID + ".new");
      Files.writeString(next, RequestId.next() + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }
}
