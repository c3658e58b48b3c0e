package dev.serai.usage;

import dev.serai.call.Attempt;
import dev.serai.call.Charge;
import dev.serai.call.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of a record in the journal: a version byte, then the fields in the order of
 * {@link UsageRecord}; numbers as varints, texts as length and UTF-8. A field is only ever added at
 * the end, under a new version; every version that was released stays readable.
 */
final class RecordCodec {
  /** Version 1 had no team and no charges. */
  static final int VERSION = 2;

  private RecordCodec() {}

  static void write(UsageRecord r, Bytes out) {
    out.putByte(VERSION);
    out.putText(r.requestId());
    out.putLong(r.startedAt());
    out.putLong(r.firstByteAt());
    out.putLong(r.endedAt());
    out.putText(r.organization());
    out.putText(r.project());
    out.putText(r.principal());
    out.putByte(r.personal() ? 1 : 0);
    out.putText(r.key());
    out.putText(r.session());
    out.putText(r.operation());
    out.putText(r.clientDialect());
    out.putText(r.providerDialect());
    out.putText(r.provider());
    out.putText(r.credential());
    out.putText(r.requestedModel());
    out.putText(r.model());
    out.putText(r.servedModel());
    writeAttempts(r.attempts(), out);
    out.putText(r.outcome());
    out.putText(r.reason());
    out.putLong(r.status());
    writeUsage(r.usage(), out);
    out.putLong(r.costNanos());
    out.putText(r.priceVersion());
    out.putText(r.clientTool());
    out.putText(r.endUser());
    out.putText(r.traceId());
    out.putText(r.team());
    writeCharges(r.charges(), out);
  }

  /**
   * @throws IllegalArgumentException when the version is not known here or the bytes end too early
   */
  static UsageRecord read(Bytes in) {
    int version = in.getByte();
    if (version < 1 || version > VERSION)
      throw new IllegalArgumentException(
          "record version: " + version + " (expected: 1 to " + VERSION + ")");
    return new UsageRecord(
        in.getText(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getByte() == 1,
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        readAttempts(in),
        in.getText(),
        in.getText(),
        (int) in.getLong(),
        readUsage(in),
        in.getLong(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        version >= 2 ? in.getText() : "",
        version >= 2 ? readCharges(in) : List.of());
  }

  private static void writeAttempts(List<Attempt> attempts, Bytes out) {
    out.putLong(attempts.size());
    for (Attempt a : attempts) {
      out.putText(a.provider());
      out.putText(a.credential());
      out.putText(a.model());
      out.putLong(a.status());
      out.putText(a.failure());
      out.putLong(a.startedAt());
      out.putLong(a.durationMicros());
      out.putText(a.spanId());
    }
  }

  private static List<Attempt> readAttempts(Bytes in) {
    int count = (int) in.getLong();
    if (count < 0 || count > UsageRecord.MOST_ATTEMPTS)
      throw new IllegalArgumentException("attempts: " + count);
    List<Attempt> attempts = new ArrayList<>(count);
    for (int i = 0; i < count; i++)
      attempts.add(
          new Attempt(
              in.getText(),
              in.getText(),
              in.getText(),
              (int) in.getLong(),
              in.getText(),
              in.getLong(),
              in.getLong(),
              in.getText()));
    return attempts;
  }

  private static void writeCharges(List<Charge> charges, Bytes out) {
    out.putLong(charges.size());
    for (Charge charge : charges) {
      out.putLong(charge.lease());
      out.putLong(charge.amount());
    }
  }

  private static List<Charge> readCharges(Bytes in) {
    int count = (int) in.getLong();
    if (count < 0 || count > UsageRecord.MOST_CHARGES)
      throw new IllegalArgumentException("charges: " + count);
    List<Charge> charges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) charges.add(new Charge(in.getLong(), in.getLong()));
    return charges;
  }

  private static void writeUsage(Usage u, Bytes out) {
    out.putLong(u.input());
    out.putLong(u.inputAudio());
    out.putLong(u.cacheRead());
    out.putLong(u.cacheReadAudio());
    out.putLong(u.cacheWrite5m());
    out.putLong(u.cacheWrite1h());
    out.putLong(u.output());
    out.putLong(u.reasoning());
    out.putLong(u.outputAudio());
    out.putLong(u.webSearches());
    out.putByte(u.estimated() ? 1 : 0);
  }

  private static Usage readUsage(Bytes in) {
    return new Usage(
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getByte() == 1);
  }
}
