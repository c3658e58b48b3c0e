package dev.serai.audit;

import dev.serai.audit.AuditVerifier.ChainRows;
import dev.serai.audit.Verdict.Fault;
import dev.serai.audit.Verdict.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the first row of a chain to its end or to the first row that is wrong. For one use. */
final class Walk {
  private final ChainRows rows;
  private final String name;
  private final ChainRows.Ends ends;

  /** The last row that was as it should be. */
  private long number;

  private byte[] hash = Chain.START;
  private @Nullable Instant first;
  private @Nullable Instant last;

  Walk(ChainRows rows, String name) {
    this.rows = rows;
    this.name = name;
    this.ends = rows.ends();
  }

  Verdict verdict(AuditVerifier.Progress progress) {
    Fault fault = walk(progress);
    return new Verdict(name, number, first, last, HexFormat.of().formatHex(hash), fault);
  }

  private @Nullable Fault walk(AuditVerifier.Progress progress) {
    if (ends.lowest() < 0 || (ends.lowest() == 0 && rows.at(0).isPresent()))
      return new Fault(
          Kind.INSERTED,
          ends.lowest(),
          "row " + ends.lowest() + " was inserted: numbers start at 1");
    while (number < ends.highest()) {
      long until = Math.min(number + AuditVerifier.BATCH, ends.highest());
      for (StoredRow row : rows.between(number, until)) {
        Fault fault = step(row);
        if (fault != null) return fault;
      }
      if (number < until) return gap(rows.above(number));
      progress.at(number, ends.highest());
    }
    return atTheEnd();
  }

  private @Nullable Fault step(StoredRow row) {
    if (row.number() <= number)
      return new Fault(
          Kind.INSERTED, number, "row " + number + " is there twice: one of them was inserted");
    if (row.number() > number + 1) return gap(row.number());
    if (!Chain.fits(hash, rows.organization(), row, row.number()))
      return new Misfit(rows, ends, hash, row).fault();
    number = row.number();
    hash = row.hash();
    last = row.row().at();
    if (first == null) first = last;
    return null;
  }

  /**
   * @param next number of the row after the missing ones
   */
  private Fault gap(long next) {
    return removed(number + 1, next - 1);
  }

  private @Nullable Fault atTheEnd() {
    if (!ends.hasHead()) return number == 0 ? null : head("the head of the chain is missing");
    boolean sameHash = Arrays.equals(ends.headHash(), hash);
    if (number < ends.headNumber() && !sameHash) return removed(number + 1, ends.headNumber());
    if (number != ends.headNumber())
      return head("the head of the chain says that it ends at row " + ends.headNumber());
    return sameHash ? null : head("the head of the chain has another hash than its last row");
  }

  private Fault head(String what) {
    return new Fault(Kind.HEAD, number, what + "; all " + number + " rows fit");
  }

  static Fault removed(long from, long to) {
    String sentence =
        from == to
            ? "row " + from + " was removed"
            : "rows " + from + " to " + to + " were removed";
    return new Fault(Kind.REMOVED, from, sentence);
  }

  /** Finds out why a row does not follow the one before it. */
  private record Misfit(ChainRows rows, ChainRows.Ends ends, byte[] before, StoredRow row) {
    Fault fault() {
      if (number() > ends.headNumber() && ends.hasHead())
        return new Fault(
            Kind.INSERTED,
            number(),
            "row " + number() + " was inserted: the chain ends at row " + ends.headNumber());
      StoredRow rightful = rightful();
      if (rightful != null) return displaced(rightful);
      long missing = renumbered();
      if (missing > 0) {
        Fault removed = removed(number(), number() + missing - 1);
        return new Fault(
            removed.kind(), number(), removed.sentence() + " and what came later renumbered");
      }
      return changed();
    }

    private long number() {
      return row.number();
    }

    /** Whoever replaces a row and makes a hash for it breaks the one after it. */
    private Fault changed() {
      String sentence = "row " + number() + " was changed: it does not fit its hash";
      if (number() > 1)
        sentence += " (or row " + (number() - 1) + " was, and given a new hash that fits)";
      return new Fault(Kind.CHANGED, number(), sentence);
    }

    /** The row that was written here, wherever it stands now; null when it is not there. */
    private @Nullable StoredRow rightful() {
      for (long from = number() - 1; from < ends.highest(); from += AuditVerifier.BATCH)
        for (StoredRow other : rows.between(from, from + AuditVerifier.BATCH)) {
          byte[] here = Chain.hashAs(before, rows.organization(), other, number());
          // it took its hash along, or what it holds was put under another hash
          if (Arrays.equals(here, other.hash()) || Arrays.equals(here, row.hash())) return other;
        }
      return null;
    }

    private Fault displaced(StoredRow rightful) {
      boolean pushed = rightful.number() == number() || shifted(rightful);
      return pushed
          ? new Fault(
              Kind.INSERTED,
              number(),
              "row " + number() + " was inserted, and what came later renumbered")
          : new Fault(
              Kind.REORDERED,
              number(),
              "row "
                  + number()
                  + " is another one: what was written here stands at row "
                  + rightful.number());
    }

    /** Whether what follows it was moved by as much. */
    private boolean shifted(StoredRow rightful) {
      List<StoredRow> next = rows.between(rightful.number(), rightful.number() + 1);
      if (next.isEmpty())
        return rightful.number() > ends.headNumber()
            || Arrays.equals(ends.headHash(), rightful.hash());
      return Chain.fits(rightful.hash(), rows.organization(), next.getFirst(), number() + 1);
    }

    /** How many rows are gone from here when the others closed up; 0 = it was not that. */
    private long renumbered() {
      List<StoredRow> next = rows.between(number(), number() + 1);
      long lacking = ends.headNumber() - ends.highest();
      if (next.isEmpty())
        return lacking > 0 && Arrays.equals(ends.headHash(), row.hash()) ? lacking : 0;
      for (long missing : new long[] {1, lacking})
        if (missing > 0
            && Chain.fits(row.hash(), rows.organization(), next.getFirst(), number() + 1 + missing))
          return missing;
      return 0;
    }
  }
}
