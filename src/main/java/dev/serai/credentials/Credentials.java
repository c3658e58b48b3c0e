package dev.serai.credentials;

import dev.serai.call.Call;
import dev.serai.call.Refusal;
import dev.serai.database.Changes;
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

  private void refresh() {
    chains = new CredentialChains(store.open());
  }
}
