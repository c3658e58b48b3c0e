package dev.serai.cli.launch;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a child never inherits: keys of providers, ways around the gateway, our own secrets. */
final class ChildEnvironment {
  /** Everything of these beginnings is an address, a key or a mode of a provider. */
  private static final List<String> BEGINNINGS =
      List.of(
          "ANTHROPIC_",
          "OPENAI_",
          "AZURE_OPENAI_",
          "AZURE_AI_",
          "GEMINI_API_KEY",
          "GOOGLE_API_KEY",
          "GOOGLE_GEMINI_",
          "GOOGLE_GENAI_",
          "GOOGLE_GENERATIVE_AI_",
          "GOOGLE_VERTEX_",
          "GOOGLE_CLOUD_PROJECT",
          "GOOGLE_CLOUD_LOCATION",
          "GOOGLE_APPLICATION_CREDENTIALS",
          "VERTEX_",
          "CLAUDE_CODE_USE_",
          "CLAUDE_CODE_SKIP_",
          "CLAUDE_CODE_OAUTH_",
          "CLAUDE_CODE_API_",
          "COPILOT_PROVIDER_",
          "CLINE_PROVIDER",
          "OPENROUTER_",
          "LITELLM_");

  private static final Set<String> NAMES =
      Stream.of(
              "CLOUD_ML_REGION",
              "GEMINI_CLI_USE_COMPUTE_ADC",
              "CODEX_API_KEY",
              "CODEX_ACCESS_TOKEN",
              "COPILOT_MODEL",
              "CLINE_API_BASE_URL",
              "CLINE_MODEL",
              "OPENCODE_CONFIG",
              "OPENCODE_AUTH_CONTENT",
              "COPILOT_GITHUB_TOKEN",
              "AWS_BEARER_TOKEN_BEDROCK",
              "HF_TOKEN",
              "HUGGING_FACE_HUB_TOKEN",
              "HUGGINGFACEHUB_API_TOKEN",
              "REPLICATE_API_TOKEN",
              "BAILING_API_TOKEN")
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern OURS =
      Pattern.compile("SERAI_\\w*(KEY|TOKEN|SECRET|PASSWORD|BEARER)\\w*");

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost");

  private ChildEnvironment() {}

  /** Those of the names that a child must not see, but for what it is given anyway. */
  static Collection<String> removed(Collection<String> inherited, Collection<String> set) {
    return inherited.stream()
        .filter(ChildEnvironment::unwanted)
        .filter(name -> !set.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean unwanted(String name) {
    return NAMES.contains(name)
        || BEGINNINGS.stream().anyMatch(name::startsWith)
        || Vendors.own(name)
        || OURS.matcher(name).matches();
  }

  /** The loopback address is not asked for through a proxy, in both spellings. */
  static void through(Wanted wanted, Map<String, String> env) {
    for (String name : List.of("NO_PROXY", "no_proxy")) {
      String other = name.equals("NO_PROXY") ? "no_proxy" : "NO_PROXY";
      String now = wanted.env().getOrDefault(name, wanted.env().getOrDefault(other, "")).strip();
      Set<String> listed = new java.util.LinkedHashSet<>(List.of(now.split("\\s*,\\s*")));
      listed.remove("");
      listed.addAll(LOOPBACK);
      env.put(name, String.join(",", listed));
    }
    if (!wanted.session().isEmpty()) env.put("SERAI_SESSION", wanted.session());
  }
}
