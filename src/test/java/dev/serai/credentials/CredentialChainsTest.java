package dev.serai.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Candidate;
import dev.serai.call.Credential;
import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import dev.serai.call.Refusal;
import dev.serai.call.Secret;
import dev.serai.call.Target;
import dev.serai.providers.ModelPatterns;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialChainsTest {
  private final Provider openai = provider("openai", Provider.Auth.BEARER);
  private final Provider azure = provider("azure", Provider.Auth.BEARER);
  private final Provider echo = provider("echo", Provider.Auth.NONE);

  private final CredentialChains chains =
      new CredentialChains(
          List.of(
              link("openai", "main"),
              link("openai", "cheap", "gpt-5-mini", "gpt-*-nano"),
              link("openai", "spare")));

  @Test
  void triesTheCredentialsOfEachTargetInTheConfiguredOrder() {
    assertThat(
            names(
                chains.candidates(
                    List.of(new Target(echo, "gpt-5"), new Target(openai, "gpt-5-mini")))))
        .containsExactly(
            "echo//gpt-5",
            "openai/main/gpt-5-mini",
            "openai/cheap/gpt-5-mini",
            "openai/spare/gpt-5-mini");
  }

  @Test
  void leavesOutCredentialsThatAreNotForTheModel() {
    assertThat(names(chains.candidates(List.of(new Target(openai, "gpt-5")))))
        .containsExactly("openai/main/gpt-5", "openai/spare/gpt-5");
  }

  @Test
  void aProviderWithoutCredentialsIsSteppedOver() {
    assertThat(
            names(
                chains.candidates(
                    List.of(new Target(azure, "gpt-5"), new Target(openai, "gpt-5")))))
        .containsExactly("openai/main/gpt-5", "openai/spare/gpt-5");
  }

  @Test
  void saysWhichProvidersLackACredential() {
    assertThatThrownBy(() -> chains.candidates(List.of(new Target(azure, "gpt-5"))))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Refusal.Reason.NO_PROVIDER))
        .hasMessage(
            "Provider 'azure' has no credential: its key is missing in the gateway's configuration.");
  }

  @Test
  void saysWhenNoCredentialIsForTheModel() {
    CredentialChains narrow = new CredentialChains(List.of(link("openai", "cheap", "gpt-5-mini")));

    assertThatThrownBy(() -> narrow.candidates(List.of(new Target(openai, "gpt-5"))))
        .hasMessage(
            "No credential of provider 'openai' may be used for model 'gpt-5'. Ask your administrator.");
  }

  private static List<String> names(List<Candidate> candidates) {
    return candidates.stream()
        .map(c -> c.provider().name() + "/" + c.credential().name() + "/" + c.model())
        .toList();
  }

  private static CredentialChains.Link link(String provider, String name, String... models) {
    return new CredentialChains.Link(
        new Credential("id-" + name, name, provider, Secret.of("sk-" + name)),
        ModelPatterns.of(List.of(models)));
  }

  private static Provider provider(String name, Provider.Auth auth) {
    return new Provider(
        name,
        name,
        "http://127.0.0.1",
        Set.of(Dialect.OPENAI_CHAT),
        List.of(),
        auth,
        true,
        "",
        Provider.Timeouts.DEFAULT);
  }
}
