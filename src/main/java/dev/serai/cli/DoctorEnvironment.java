package dev.serai.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Variables that lead a tool past the gateway, or put a provider's key on this machine. */
final class DoctorEnvironment {
  private static final String LAUNCH = "a launch takes it away from the tool; otherwise unset it";

  private static final Set<String> KEYS =
      Set.of(
          "ANTHROPIC_API_KEY",
          "ANTHROPIC_AUTH_TOKEN",
          "AWS_BEARER_TOKEN_BEDROCK",
          "CODEX_API_KEY",
          "COPILOT_PROVIDER_API_KEY",
          "GEMINI_API_KEY",
          "GOOGLE_API_KEY",
          "GROQ_API_KEY",
          "OPENAI_API_KEY");

  private static final Set<String> ADDRESSES =
      Set.of(
          "ANTHROPIC_BASE_URL",
          "ANTHROPIC_BEDROCK_BASE_URL",
          "ANTHROPIC_VERTEX_BASE_URL",
          "COPILOT_PROVIDER_BASE_URL",
          "GOOGLE_GEMINI_BASE_URL",
          "OPENAI_BASE_URL");

  private static final Set<String> MODES =
      Set.of(
          "CLAUDE_CODE_USE_BEDROCK",
          "CLAUDE_CODE_USE_FOUNDRY",
          "CLAUDE_CODE_USE_VERTEX",
          "GOOGLE_GENAI_USE_VERTEXAI");

  private final Map<String, String> env;
  private final String gateway;

  /**
   * @param gateway its address: what leads there is as it should be
   */
  DoctorEnvironment(Map<String, String> env, String gateway) {
    this.env = env;
    this.gateway = gateway.replaceAll("/+$", "");
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (String name : new TreeSet<>(KEYS)) {
      // a virtual key is what belongs there
      if (set(name) && !value(name).startsWith("vk-lw-"))
        findings.add(warn(name, "is set, and no virtual key", LAUNCH));
    }
    for (String name : new TreeSet<>(ADDRESSES)) {
      if (set(name) && !value(name).startsWith(gateway))
        findings.add(warn(name, "leads elsewhere than to the gateway", LAUNCH));
    }
    for (String name : new TreeSet<>(MODES)) {
      if (set(name) && !List.of("0", "false").contains(value(name)))
        findings.add(warn(name, "makes the tool call another cloud", LAUNCH));
    }
    proxies(findings);
    if (value("NODE_TLS_REJECT_UNAUTHORIZED").equals("0"))
      findings.add(
          Finding.fail(
              "environment",
              "NODE_TLS_REJECT_UNAUTHORIZED=0: tools take any certificate",
              "unset it; give them your CA by NODE_EXTRA_CA_CERTS"));
    if (findings.isEmpty())
      findings.add(Finding.ok("environment", "no variable leads past the gateway"));
    return findings;
  }

  private void proxies(List<Finding> findings) {
    String without = value("NO_PROXY") + "," + value("no_proxy");
    boolean excepted = without.contains("127.0.0.1") || without.contains("*");
    for (String name :
        List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"))
      if (set(name) && !excepted)
        findings.add(
            warn(
                name,
                "is set, and NO_PROXY does not except 127.0.0.1",
                "add 127.0.0.1,localhost to NO_PROXY; a launch does it for its tool"));
  }

  private static Finding warn(String name, String what, String advice) {
    return Finding.warn("environment", name + " " + what, advice);
  }

  private String value(String name) {
    return env.getOrDefault(name, "").strip();
  }

  private boolean set(String name) {
    return !value(name).isEmpty();
  }
}
