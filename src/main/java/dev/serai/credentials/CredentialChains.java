package dev.serai.credentials;

import static dev.serai.call.Refusal.Reason.NO_PROVIDER;

import dev.serai.call.Candidate;
import dev.serai.call.Credential;
import dev.serai.call.Provider;
import dev.serai.call.Refusal;
import dev.serai.call.Secret;
import dev.serai.call.Target;
import dev.serai.providers.ModelPatterns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every credential by its provider's name, in the configured order. Immutable. */
final class CredentialChains {
  static final CredentialChains EMPTY = new CredentialChains(List.of());

  private final Map<String, List<Link>> byProvider;

  /**
   * @param models empty = serves every model of its provider
   */
  record Link(Credential credential, ModelPatterns models) {
    boolean serves(String model) {
      return models.isEmpty() || models.matches(model);
    }
  }

  CredentialChains(List<Link> links) {
    Map<String, List<Link>> chains = new HashMap<>();
    for (Link link : links)
      chains.computeIfAbsent(link.credential().provider(), p -> new ArrayList<>()).add(link);
    chains.replaceAll((provider, chain) -> List.copyOf(chain));
    this.byProvider = Map.copyOf(chains);
  }

  /**
   * Each target with each of its credentials, in order.
   *
   * @throws Refusal when no credential is left
   */
  List<Candidate> candidates(List<Target> targets) {
    return candidates(targets, null);
  }

  /**
   * @param passedOver gets what is left out; null when nobody asks
   */
  List<Candidate> candidates(List<Target> targets, @Nullable List<PassedOver> passedOver) {
    List<Candidate> candidates = new ArrayList<>();
    for (Target target : targets) add(candidates, target, passedOver);
    if (candidates.isEmpty()) throw nothingLeft(targets);
    return candidates;
  }

  private void add(
      List<Candidate> candidates, Target target, @Nullable List<PassedOver> passedOver) {
    Provider provider = target.provider();
    if (provider.auth().equals(Provider.Auth.NONE)) {
      Credential none = new Credential("", "", provider.name(), Secret.of(""));
      candidates.add(new Candidate(provider, target.model(), none, target.rank()));
      return;
    }
    List<Link> chain = chain(provider);
    if (chain.isEmpty() && passedOver != null)
      passedOver.add(new PassedOver(provider.name(), target.model(), ""));
    for (Link link : chain) {
      if (link.serves(target.model()))
        candidates.add(new Candidate(provider, target.model(), link.credential(), target.rank()));
      else if (passedOver != null)
        passedOver.add(new PassedOver(provider.name(), target.model(), link.credential().name()));
    }
  }

  private List<Link> chain(Provider provider) {
    return byProvider.getOrDefault(provider.name(), List.of());
  }

  private Refusal nothingLeft(List<Target> targets) {
    for (Target target : targets)
      if (!chain(target.provider()).isEmpty())
        return new Refusal(
            NO_PROVIDER,
            "No credential of provider '%s' may be used for model '%s'. Ask your administrator."
                .formatted(target.provider().name(), target.model()));
    List<String> names =
        targets.stream().map(t -> "'" + t.provider().name() + "'").distinct().toList();
    return new Refusal(
        NO_PROVIDER,
        (names.size() == 1
                ? "Provider %s has no credential: its key is missing in the gateway's configuration."
                : "Providers %s have no credential: their keys are missing in the gateway's"
                    + " configuration.")
            .formatted(String.join(" and ", names)));
  }
}
