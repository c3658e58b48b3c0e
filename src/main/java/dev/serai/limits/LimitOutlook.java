package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Refusal;
import dev.serai.leases.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What limits would do with a call now. Takes nothing; blocks, as it asks the database. */
@Component
public final class LimitOutlook {
  private final Limits limits;
  private final Utilisation utilisation;

  LimitOutlook(Limits limits, Utilisation utilisation) {
    this.limits = limits;
    this.utilisation = utilisation;
  }

  /** What one limit would do. */
  public enum Outcome {
    PASSES,
    /** Its cap would be passed, and it does not block. */
    WARNS,
    REFUSES,
    /** It takes the candidates away that it is about; others are left. */
    DROPS,
    /** It is about none of the call's candidates. */
    NOT_CONCERNED,
    /** Another one refuses before it. */
    NOT_REACHED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A limit that applies, with exact decimals in its measure's unit.
   *
   * @param member whose quota it is, where each has one
   * @param needs what the call would reserve; empty when it was not asked for any
   * @param left over all replicas
   * @param outcome a word of {@link Outcome}
   */
  @Schema(name = "DryRunLimit")
  public record Row(
      String id,
      String scope,
      String target,
      String member,
      String measure,
      String window,
      String cap,
      String left,
      String needs,
      String outcome) {
    static Row of(Live live, Standing standing, @Nullable Long needs, Outcome outcome) {
      Limit limit = live.limit;
      return new Row(
          limit.id(),
          limit.scope().word(),
          limit.targetName().isEmpty() ? limit.target() : limit.targetName(),
          live.member,
          limit.measure().word(),
          limit.window().text(),
          Utilisation.text(limit, limit.cap()),
          Utilisation.text(limit, standing.left()),
          needs == null ? "" : Utilisation.text(limit, needs),
          outcome.word());
    }
  }

  /**
   * @param rows in the order in which a call takes from them
   * @param left candidates that may still be tried
   * @param dropped the others, each with the id of the limit
   */
  public record Said(
      List<Row> rows,
      List<Candidate> left,
      Map<Candidate, String> dropped,
      @Nullable Refusal refusal) {
    public Said {
      rows = List.copyOf(rows);
      left = List.copyOf(left);
      dropped = Map.copyOf(dropped);
    }
  }

  /**
   * @param call with its candidates
   */
  public Said of(Call call) {
    try {
      Rehearsal rehearsal = limits.rehearse(call, utilisation::figures);
      return rehearsal == null
          ? new Said(List.of(), call.candidates(), Map.of(), null)
          : rehearsal.run();
    } catch (Refusal refusal) {
      return new Said(List.of(), List.of(), Map.of(), refusal);
    }
  }
}
