package dev.serai.credentials;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Refusal;
import dev.serai.database.Changes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Step 3: with which accounts the call may be served. Reads a snapshot of opened credentials; any
 * thread, no I/O.
 */
@Component
public final class Credentials {
  private final CredentialStore store;
  private volatile CredentialChains chains = CredentialChains.EMPTY;

  Credentials(CredentialStore store, Changes changes) {
    this.store = store;
    changes.onChange(this::refresh);
  }

  /**
   * Every target with each credential that may serve its model, in the order they are tried.
   *
   * @throws Refusal when none is left
   */
  public Call filter(Call call) {
    if (call.operation().local()) return call;
    return call.withCandidates(chains.candidates(call.targets()));
  }

  /**
   * What {@link #filter} would answer.
   *
   * @param candidates empty when it is refused
   * @param passedOver those that may not serve it
   */
  public record Choice(
      List<Candidate> candidates, List<PassedOver> passedOver, @Nullable Refusal refusal) {
    public Choice {
      candidates = List.copyOf(candidates);
      passedOver = List.copyOf(passedOver);
    }
  }

  /** By the same code, which tells what it leaves out. For people who ask. */
  public Choice explain(Call call) {
    List<PassedOver> passedOver = new ArrayList<>();
    try {
      return new Choice(chains.candidates(call.targets(), passedOver), passedOver, null);
    } catch (Refusal refusal) {
      return new Choice(List.of(), passedOver, refusal);
    }
  }

  private void refresh() {
    chains = new CredentialChains(store.open());
  }
}
