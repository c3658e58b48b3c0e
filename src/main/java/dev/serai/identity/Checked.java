package dev.serai.identity;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What came of looking at a token. */
sealed interface Checked {
  record Verified(VerifiedToken token) implements Checked {}

  /**
   * @param sentence for people, with what to do
   * @param token what it says, where its signature is good; else null
   */
  record Rejected(Why why, String sentence, @Nullable VerifiedToken token) implements Checked {
    Rejected(Why why, String sentence) {
      this(why, sentence, null);
    }
  }

  /**
   * Its key is not known here yet, and Keycloak is being asked.
   *
   * @param news completes when it answered, or did not in time; never fails
   */
  record Unknown(CompletionStage<?> news) implements Checked {}

  enum Why {
    INVALID,
    EXPIRED,
    /** Nobody can tell at the moment: Keycloak's keys are not here. */
    UNAVAILABLE
  }
}
