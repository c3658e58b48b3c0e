package dev.serai.identity;

import dev.serai.admin.Problem;
import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session may use in all; null = no cap of its own. Of several limits the lowest.
 *
 * @param tokens of input and output together
 */
public record SessionLimits(
    @Nullable BigDecimal usd, @Nullable Long requests, @Nullable Long tokens) {
  static final SessionLimits NONE = new SessionLimits(null, null, null);

  private static final String WINDOW = "total";

  /**
   * @throws Problem 422 for an amount that is none
   */
  List<NewLimit> of(String session) {
    List<NewLimit> limits = new ArrayList<>();
    if (usd != null) limits.add(limit(session, Measure.USD, "limits.usd", usd));
    if (requests != null)
      limits.add(limit(session, Measure.REQUESTS, "limits.requests", BigDecimal.valueOf(requests)));
    if (tokens != null)
      limits.add(limit(session, Measure.TOTAL_TOKENS, "limits.tokens", BigDecimal.valueOf(tokens)));
    return limits;
  }

  private static NewLimit limit(String session, Measure measure, String field, BigDecimal cap) {
    if (cap.signum() < 0) throw Problem.invalid(field, "0 or more");
    try {
      measure.amount(cap);
    } catch (ArithmeticException _) {
      throw Problem.invalid(field, "an amount of " + measure.unit());
    }
    return NewLimit.of(Scope.SESSION, session, measure, WINDOW, cap.toPlainString());
  }
}
