package dev.serai.leases;

import dev.serai.call.RequestId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out {@link Slot}s, from mapped files that are made as needed, ahead of need where {@link
 * #prepare} is called in time. Any thread.
 */
final class Slots {
  /** Fewer than these left: time to make the next file. */
  private static final int LOW = 1024;

  /** So long a slot rests before it is another's: a thread may still have it in hand. */
  private static final long REST_MILLIS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(Slots.class);

  private final Path folder;
  private final String replica;
  private final int most;

  /** Guarded by this. */
  private final ArrayDeque<Slot> free = new ArrayDeque<>();

  private final ArrayDeque<Resting> resting = new ArrayDeque<>();
  private final List<Path> files = new ArrayList<>();
  private int made;
  private boolean failing;

  private record Resting(Slot slot, long since) {}

  Slots(Path folder, int most) {
    this.folder = folder;
    this.replica = RequestId.next();
    this.most = most;
  }

  /** Of this process, as the database knows it. */
  String replica() {
    return replica;
  }

  Path folder() {
    return folder;
  }

  /**
   * A clear one.
   *
   * @throws IllegalStateException when there are too many
   */
  synchronized Slot take() {
    if (free.isEmpty()) make();
    return free.pop();
  }

  synchronized void free(Slot slot, long now) {
    resting.add(new Resting(slot, now));
  }

  /** Makes room before it is needed. Blocks for a moment. */
  synchronized void prepare(long now) {
    while (!resting.isEmpty() && now - resting.peek().since() >= REST_MILLIS) {
      Slot slot = resting.remove().slot();
      slot.clear();
      free.add(slot);
    }
    if (free.size() < LOW && made < most) make();
  }

  private void make() {
    if (made >= most)
      throw new IllegalStateException("%d quotas are in use, no more fit".formatted(most));
    MemorySegment memory = memory();
    for (int i = 0; i < SlotFile.SLOTS; i++) free.add(SlotFile.slot(memory, i));
    made += SlotFile.SLOTS;
  }

  /** Without a disk counters still count; they only do not outlive the process. */
  private MemorySegment memory() {
    try {
      MemorySegment memory = SlotFile.create(folder, replica, files.size());
      files.add(SlotFile.path(folder, replica, files.size()));
      if (failing) log.info("files for leases can be made again");
      failing = false;
      return memory;
    } catch (IOException e) {
      if (!failing)
        log.atError()
            .addKeyValue("cause", e.toString())
            .log(
                "no file for leases: should the process be killed, what calls had reserved is lost");
      failing = true;
      return Arena.ofAuto().allocate(SlotFile.BYTES, Slot.BYTES);
    }
  }

  /** Everything is settled and the database knows: nothing is left to be found. */
  synchronized void delete() throws IOException {
    for (Path file : files) Files.deleteIfExists(file);
    files.clear();
  }
}
