package dev.serai.up;

import dev.serai.call.Secret;
import java.io.PrintStream;

/** What a person needs next, on standard output: addresses, secrets, three commands to paste. */
record Welcome(UpSettings settings, Arrival arrival, Sample sample) {
  private static final String PLACEHOLDER = "$SERAI_KEY";

  void print(PrintStream out) {
    Ports ports = settings.ports();
    out.printf("%nGateway    %s%nAdmin API  %s%n", ports.gatewayUrl(), ports.adminUrl());
    if (arrival.firstKey().isEmpty())
      out.printf("%nKeys exist. Another one: ./serai key create <name>%n");
    printSecrets(out);
    printCommands(out, arrival.anyKey().map(Secret::reveal).orElse(PLACEHOLDER));
    out.println();
    out.flush();
  }

  /** Also of a start that failed afterwards: they are made, and nobody can show them again. */
  void printSecrets(PrintStream out) {
    arrival
        .firstKey()
        .ifPresent(
            key -> out.printf("%nFirst virtual key, shown this once:%n%n  %s%n", key.reveal()));
    arrival
        .configuredKeys()
        .forEach(
            (name, key) ->
                out.printf("%nKey \"%s\", shown this once:%n%n  %s%n", name, key.reveal()));
    arrival.adminToken().ifPresent(token -> printToken(out, token));
    out.flush();
  }

  private void printToken(PrintStream out, Secret token) {
    out.printf(
        "%nAdmin token, shown this once:%n%n  export SERAI_ADMIN_TOKEN=%s%n", token.reveal());
    if (settings.ports().admin() != 8081 || !settings.ports().bind().equals("127.0.0.1")) {
      out.printf("  export SERAI_ADMIN_URL=%s%n", settings.ports().adminUrl());
    }
  }

  private void printCommands(PrintStream out, String key) {
    String gateway = settings.ports().gatewayUrl();
    out.printf("%nTry it:%n");
    out.printf(
        "%n  curl %s%s -H \"authorization: Bearer %s\""
            + " -H 'content-type: application/json' -d '%s'%n",
        gateway, sample.path(), key, sample.body());
    String model =
        sample.claudeModel().isEmpty() ? "" : "ANTHROPIC_MODEL=" + sample.claudeModel() + " ";
    out.printf("%n  %sANTHROPIC_BASE_URL=%s ANTHROPIC_AUTH_TOKEN=%s claude%n", model, gateway, key);
    if (sample.sdkModel().isEmpty()) return;
    out.printf(
        "%n  OPENAI_BASE_URL=%s/v1 OPENAI_API_KEY=%s python3 -c 'from openai import OpenAI;"
            + " print(OpenAI().responses.create(model=\"%s\", input=\"Hello\").output_text)'%n",
        gateway, key, sample.sdkModel());
  }
}
