package dev.serai.limits;

import dev.serai.call.Caller;
import java.math.BigDecimal;

/** Takes a caller's wish for a higher cap, for an administrator to decide on. Blocks. */
public interface CapRequests {
  /**
   * @param limit id of a limit that applies to the caller
   * @param cap wanted in all, in the measure's unit
   * @return the request's id
   * @throws dev.serai.call.Refusal when it cannot be taken, naming the field that is wrong
   */
  String ask(Caller caller, String limit, BigDecimal cap, String reason);
}
