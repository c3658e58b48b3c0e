package dev.serai.pipeline;

import dev.serai.admin.Problem;
import dev.serai.call.Caller;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.limits.CapRequests;
import dev.serai.limits.LimitRequest;
import dev.serai.limits.LimitRequests;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Writes requests for more down, and says no as the gateway port does. */
record BudgetRequests(LimitRequests requests) implements CapRequests {
  private static final Logger log = LoggerFactory.getLogger(BudgetRequests.class);

  @Override
  public String ask(Caller caller, String limit, BigDecimal cap, String reason) {
    try {
      return requests.ask(limit, caller, cap, reason).id();
    } catch (Problem problem) {
      String sentence = String.valueOf(problem.getMessage());
      throw new Refusal(
          problem.status().is5xxServerError() ? Reason.OVERLOADED : Reason.BAD_REQUEST, sentence);
    } catch (DataAccessException | TransactionException away) {
      log.atWarn()
          .addKeyValue("error", away.getClass().getSimpleName())
          .log("a request for more was not taken");
      throw later();
    }
  }

  /** Blocks. */
  List<LimitRequest> of(Caller caller) {
    try {
      return requests.of(caller);
    } catch (DataAccessException | TransactionException away) {
      log.atWarn()
          .addKeyValue("error", away.getClass().getSimpleName())
          .log("requests for more were not read");
      throw unread();
    }
  }

  /** Asked again it takes the place of the first: nothing is there twice. */
  static Refusal later() {
    return new Refusal(
        Reason.OVERLOADED,
        "Requests for more cannot be taken at the moment. Try again in 5 s.",
        5,
        Map.of());
  }

  static Refusal unread() {
    return new Refusal(
        Reason.OVERLOADED, "Limits cannot be read at the moment. Try again in 5 s.", 5, Map.of());
  }
}
