package dev.serai.usage;

import dev.serai.call.EndedCall;
import org.springframework.core.annotation.Order;

/** Step 6, first: the record of an ended call goes to the journal. */
@Order(0)
final class UsageRecorder implements EndedCall.Listener {
  private final Journal journal;

  UsageRecorder(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void ended(EndedCall call) {
    if (!RoomForRecords.refused(call)) journal.append(UsageRecord.of(call));
  }
}
