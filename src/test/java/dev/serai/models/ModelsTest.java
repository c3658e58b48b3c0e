package dev.serai.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.call.Call;
import dev.serai.call.Dialect;
import dev.serai.call.Operation;
import dev.serai.call.Provider;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.testing.TestCalls;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  private static final KnownModels CATALOGUE =
      new NamedModels(
          Map.of(
              "openai", Set.of("gpt-5", "gpt-5-mini", "gpt-5-nano", "text-embedding-3-small"),
              "anthropic", Set.of("claude-opus-4-5", "claude-haiku-4-5"),
              "google", Set.of("gemini-2.5-pro", "gemini-2.5-flash")));

  private static final Provider OPENAI =
      provider("openai", "openai", Set.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES), "ft:*");
  private static final Provider AZURE =
      provider("azure", "openai", Set.of(Dialect.OPENAI_CHAT), "my-finetune");
  private static final Provider ANTHROPIC =
      provider("anthropic", "anthropic", Set.of(Dialect.ANTHROPIC));
  private static final Provider GEMINI = provider("gemini", "google", Set.of(Dialect.GEMINI));
  private static final Provider TOGETHER =
      provider("together", "", Set.of(Dialect.OPENAI_CHAT), "meta-llama/*", "openai/gpt-oss-*");

  private static final List<Provider> ALL = List.of(OPENAI, AZURE, ANTHROPIC, GEMINI, TOGETHER);

  private static final RoutingPolicy OPEN =
      policy("open", List.of("azure", "openai", "anthropic", "gemini", "together"));
  private static final RoutingPolicy STANDARD =
      new RoutingPolicy(
          "standard",
          true,
          List.of("anthropic", "openai", "together"),
          Map.of(
              "fast", List.of("openai/gpt-5-mini"),
              "tier", List.of("fast"),
              "far", List.of("tier"),
              "loop-a", List.of("loop-b"),
              "loop-b", List.of("loop-a"),
              "any", List.of("claude-haiku-4-5", "gpt-5-mini"),
              "gpt-5", List.of("gpt-5"),
              "escape", List.of("azure/gpt-5"),
              "denied", List.of("openai/gpt-5-nano"),
              "outside", List.of("gemini-2.5-pro")),
          List.of("claude-*", "gpt-*", "together/meta-llama/*"),
          List.of("gpt-5-nano", "anthropic/claude-opus-*"));

  private final Models models = models(ALL, OPEN, STANDARD);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt-5                            | azure:gpt-5 openai:gpt-5",
        "openai/gpt-5                     | openai:gpt-5",
        "azure/gpt-5                      | azure:gpt-5",
        "my-finetune                      | azure:my-finetune",
        "ft:gpt-5:acme::1                 | openai:ft:gpt-5:acme::1",
        "meta-llama/Llama-3               | together:meta-llama/Llama-3",
        "together/meta-llama/Llama-3      | together:meta-llama/Llama-3",
        "together/openai/gpt-oss-20b      | together:openai/gpt-oss-20b",
        "text-embedding-3-small           | azure:text-embedding-3-small openai:text-embedding-3-small",
      })
  void resolvesInTheOrderOfThePolicy(String asked, String expected) {
    assertThat(targets("open", asked, Operation.CHAT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fast                        | openai:gpt-5-mini",
        "tier                        | openai:gpt-5-mini",
        "gpt-5                       | openai:gpt-5",
        "any                         | openai:gpt-5-mini",
        "together/meta-llama/Llama-3 | together:meta-llama/Llama-3",
      })
  void resolvesAliases(String asked, String expected) {
    assertThat(targets("standard", asked, Operation.CHAT)).isEqualTo(expected);
  }

  @Test
  void anAliasWithSeveralNamesServesEveryDialectThatOneOfThemSpeaks() {
    assertThat(targets("standard", "any", Operation.MESSAGES))
        .isEqualTo("anthropic:claude-haiku-4-5");
    assertThat(targets("standard", "any", Operation.RESPONSES)).isEqualTo("openai:gpt-5-mini");
  }

  @Test
  void embeddingsCountAsChatAndCountingTokensAsMessages() {
    assertThat(targets("open", "text-embedding-3-small", Operation.EMBEDDINGS)).startsWith("azure");
    assertThat(targets("open", "claude-opus-4-5", Operation.COUNT_TOKENS))
        .isEqualTo("anthropic:claude-opus-4-5");
    assertThat(targets("open", "gemini-2.5-pro", Operation.STREAM_GENERATE_CONTENT))
        .isEqualTo("gemini:gemini-2.5-pro");
  }

  /** Every spelling by which a key could try to reach what its policy does not give it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-5-nano",
        "openai/gpt-5-nano",
        "denied",
        "claude-opus-4-5",
        "anthropic/claude-opus-4-5",
        "azure/gpt-5",
        "escape",
        "my-finetune",
        "azure/my-finetune",
        "gemini-2.5-pro",
        "gemini/gemini-2.5-pro",
        "outside",
        "text-embedding-3-small",
        "ft:gpt-5-nano:acme::1",
        "openai/ft:gpt-5:acme::1",
      })
  void neverLeavesThePolicy(String asked) {
    Refusal refusal = refused("standard", asked, Operation.CHAT);

    assertThat(refusal.reason()).isEqualTo(Reason.MODEL_NOT_ALLOWED);
    assertThat(refusal.getMessage())
        .startsWith("Model '" + asked + "' is not allowed by policy 'standard' for this key. ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/azure/gpt-5",
        "anthropic/openai/gpt-5",
        "openai//gpt-5",
        "/gpt-5",
        "openai/",
        "OPENAI/gpt-5",
        "openai/GPT-5",
        " gpt-5",
        "gpt-5\n",
        "gpt-5%2e",
        "together/../openai/gpt-5",
        "meta-llama/../../v2/gpt-5",
        "gpt-5?key=x",
        "gpt-5#",
        "far",
        "loop-a",
        "standard",
        "*",
        "gpt-*",
      })
  void aNameThatIsNoneReachesNobody(String asked) {
    assertThat(refused("standard", asked, Operation.CHAT).reason()).isEqualTo(Reason.MODEL_UNKNOWN);
  }

  @Test
  void denyDoesNotMindTheCaseOfLetters() {
    Provider lax = provider("lax", "", Set.of(Dialect.OPENAI_CHAT), "*");
    RoutingPolicy policy =
        new RoutingPolicy("p", true, List.of("lax"), Map.of(), List.of(), List.of("GPT-4*"));

    Models laxModels = models(List.of(lax), policy);

    for (String asked : List.of("gpt-4o", "GPT-4o", "Gpt-4", "lax/gPt-4"))
      assertThat(refused(laxModels, "p", asked, Operation.CHAT).reason())
          .isEqualTo(Reason.MODEL_NOT_ALLOWED);
  }

  @Test
  void namesTheNearestOfWhatTheKeyMayUse() {
    assertThat(refused("standard", "gpt-5-mnii", Operation.CHAT))
        .hasMessage("Model 'gpt-5-mnii' is not known. Did you mean gpt-5-mini or gpt-5?");
    assertThat(refused("open", "claude-opus-4-6", Operation.MESSAGES).getMessage())
        .contains("Did you mean claude-opus-4-5");
    assertThat(refused("standard", "zzzzzzzzzzzzzzzzzz", Operation.CHAT).getMessage())
        .startsWith("Model 'zzzzzzzzzzzzzzzzzz' is not known. This key can use ")
        .endsWith(" and others.");
  }

  @Test
  void saysWhichDialectsFitWhenTheProviderSpeaksAnother() {
    Refusal refusal = refused("standard", "claude-haiku-4-5", Operation.CHAT);

    assertThat(refusal.reason()).isEqualTo(Reason.OTHER_DIALECT);
    assertThat(refusal.getMessage())
        .startsWith(
            "Model 'claude-haiku-4-5' is served by provider 'anthropic', which speaks anthropic;"
                + " this request is openai-chat. Use ")
        .endsWith(", or send it to /v1/messages.");
    assertThat(refused("standard", "fast", Operation.MESSAGES).getMessage())
        .contains("which speaks openai-chat and openai-responses; this request is anthropic.")
        .endsWith("send it to /v1/chat/completions or /v1/responses.");
  }

  @Test
  void aRequestWithoutAModelIsABadOne() {
    assertThat(refused("open", "", Operation.CHAT).reason()).isEqualTo(Reason.BAD_REQUEST);
  }

  @Test
  void modelListsPassUntouched() {
    Call call = TestCalls.call(Operation.LIST_MODELS, "", TestCalls.caller("standard"));

    assertThat(models.resolve(call)).isSameAs(call);
  }

  @Test
  void aKeyWithoutAPolicyHasTheDefaultOne() {
    assertThat(targets("", "fast", Operation.CHAT)).isEqualTo("openai:gpt-5-mini");
    assertThat(refused("", "gpt-5-nano", Operation.CHAT).reason())
        .isEqualTo(Reason.MODEL_NOT_ALLOWED);
  }

  @Test
  void withoutAnyPolicyAllIsOpen() {
    Models open = models(ALL);

    assertThat(targets(open, "", "gpt-5", Operation.CHAT)).isEqualTo("openai:gpt-5 azure:gpt-5");
  }

  @Test
  void withPoliciesButNoDefaultAKeyThatNamesNoneReachesNothing() {
    assertThat(refused(models(ALL, OPEN), "", "gpt-5", Operation.CHAT))
        .hasMessage(
            "This key has no policy, and no policy is the default. Ask your administrator.");
  }

  @Test
  void aPolicyThatIsGoneGivesNothing() {
    Refusal refusal = refused("deleted", "gpt-5", Operation.CHAT);

    assertThat(refusal.reason()).isEqualTo(Reason.NO_PROVIDER);
    assertThat(refusal)
        .hasMessage("Policy 'deleted' of this key does not exist. Ask your administrator.");
  }

  @Test
  void aPolicyWhoseProvidersAreGoneSaysSo() {
    assertThat(refused(models(List.of(), STANDARD), "standard", "gpt-5", Operation.CHAT).reason())
        .isEqualTo(Reason.NO_PROVIDER);
    assertThat(refused(models(List.of()), "", "gpt-5", Operation.CHAT))
        .hasMessage("No provider is configured. Add one to serai.yaml and apply it.");
  }

  @Test
  void answersAreRememberedUntilProvidersOrPoliciesChange() {
    List<List<Provider>> providers = new java.util.ArrayList<>(List.of(ALL));
    Models changing = new Models(() -> providers.getFirst(), () -> List.of(OPEN), CATALOGUE);
    Call first = changing.resolve(call("open", "gpt-5", Operation.CHAT));

    assertThat(changing.resolve(call("open", "gpt-5", Operation.CHAT)).targets())
        .isEqualTo(first.targets());

    providers.set(0, List.of(AZURE));

    assertThat(targets(changing, "open", "gpt-5", Operation.CHAT)).isEqualTo("azure:gpt-5");
  }

  @Test
  void aRememberedAnswerIsNotResolvedAgain() {
    List<RoutingPolicy> policies = List.of(OPEN);
    Models steady = new Models(() -> ALL, () -> policies, CATALOGUE);

    assertThat(steady.resolve(call("open", "gpt-5", Operation.CHAT)).targets())
        .isSameAs(steady.resolve(call("open", "gpt-5", Operation.CHAT)).targets());
  }

  @Test
  void manyUnknownNamesDoNotCrowdOutTheKnownOnes() {
    for (int i = 0; i < 10_000; i++) refused("standard", "x".repeat(80) + i, Operation.CHAT);

    assertThat(targets("standard", "fast", Operation.CHAT)).isEqualTo("openai:gpt-5-mini");
  }

  @Test
  void aNameIsShownOnOneLineAndCutShort() {
    String message = refused("open", "a\nb\u0000" + "é".repeat(500), Operation.CHAT).getMessage();

    assertThat(message).startsWith("Model 'a?b??").hasSizeLessThan(250);
  }

  @Test
  void listsWhatTheKeyMayAskForAndNothingElse() {
    List<VisibleModel> visible = models.visible(TestCalls.caller("standard"));

    assertThat(visible.stream().map(VisibleModel::id))
        .containsExactlyInAnyOrder(
            "fast", "tier", "any", "gpt-5", "claude-haiku-4-5", "gpt-5-mini");
    assertThat(visible)
        .contains(
            new VisibleModel("fast", "openai", "serai"),
            new VisibleModel("gpt-5-mini", "openai", "openai"),
            new VisibleModel("claude-haiku-4-5", "anthropic", "anthropic"));
    assertThat(models.visible(TestCalls.caller("open")).stream().map(VisibleModel::id))
        .startsWith("my-finetune", "gpt-5", "gpt-5-mini", "gpt-5-nano")
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsListedIsServed() {
    for (String policy : List.of("open", "standard"))
      for (VisibleModel model : models.visible(TestCalls.caller(policy))) {
        Call call =
            call(
                policy,
                model.id(),
                model.provider().equals("gemini")
                    ? Operation.GENERATE_CONTENT
                    : model.provider().equals("anthropic") ? Operation.MESSAGES : Operation.CHAT);
        assertThat(models.resolve(call).targets().getFirst().provider().name())
            .isEqualTo(model.provider());
      }
  }

  @Test
  void aLiteralInTheAllowListIsListedWhenAPatternServesIt() {
    RoutingPolicy policy =
        new RoutingPolicy(
            "p",
            true,
            List.of("together"),
            Map.of(),
            List.of("meta-llama/Llama-3", "gone"),
            List.of());

    assertThat(models(ALL, policy).visible(TestCalls.caller("p")))
        .containsExactly(new VisibleModel("meta-llama/Llama-3", "together", "together"));
  }

  private String targets(String policy, String asked, Operation operation) {
    return targets(models, policy, asked, operation);
  }

  private static String targets(Models models, String policy, String asked, Operation operation) {
    return String.join(
        " ",
        models.resolve(call(policy, asked, operation)).targets().stream()
            .map(t -> t.provider().name() + ":" + t.model())
            .toList());
  }

  private Refusal refused(String policy, String asked, Operation operation) {
    return refused(models, policy, asked, operation);
  }

  private static Refusal refused(Models models, String policy, String asked, Operation operation) {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> models.resolve(call(policy, asked, operation)));
    assertThat(refusal).as("refusal of " + asked).isNotNull();
    return refusal;
  }

  private static Call call(String policy, String asked, Operation operation) {
    return TestCalls.call(operation, asked, TestCalls.caller(policy));
  }

  private static Models models(List<Provider> providers, RoutingPolicy... policies) {
    List<RoutingPolicy> list = List.of(policies);
    return new Models(() -> providers, () -> list, CATALOGUE);
  }

  private static RoutingPolicy policy(String name, List<String> providers) {
    return new RoutingPolicy(name, false, providers, Map.of(), List.of(), List.of());
  }

  private static Provider provider(
      String name, String prices, Set<Dialect> dialects, String... models) {
    return new Provider(
        name,
        name,
        "http://127.0.0.1",
        dialects,
        List.of(models),
        Provider.Auth.BEARER,
        true,
        prices,
        Provider.Timeouts.DEFAULT);
  }
}
