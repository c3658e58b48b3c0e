package dev.serai.up;

import dev.serai.call.Secret;
import java.io.PrintStream;

/** What a person needs next, on standard output: addresses, secrets, three commands to paste. */
record Welcome(UpSettings settings, Arrival arrival) {
  private static final String PLACEHOLDER = "$SERAI_KEY";

  void print(PrintStream out) {
    String gateway = settings.ports().gatewayUrl();
    out.printf("%nGateway    %s%nAdmin API  %s%n", gateway, settings.ports().adminUrl());
    arrival
        .firstKey()
        .ifPresentOrElse(
            key -> out.printf("%nFirst virtual key, shown this once:%n%n  %s%n", key.reveal()),
            () -> out.printf("%nKeys exist. Another one: ./serai key create <name>%n"));
    arrival.adminToken().ifPresent(token -> printToken(out, token));
    String key = arrival.firstKey().map(Secret::reveal).orElse(PLACEHOLDER);
    out.printf("%nTry it:%n");
    out.printf(
        "%n  curl %s/v1/chat/completions -H 'authorization: Bearer %s'"
            + " -H 'content-type: application/json'"
            + " -d '{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'%n",
        gateway, key, arrival.model());
    out.printf("%n  ANTHROPIC_BASE_URL=%s ANTHROPIC_AUTH_TOKEN=%s claude%n", gateway, key);
    out.printf(
        "%n  OPENAI_BASE_URL=%s/v1 OPENAI_API_KEY=%s python3 -c 'from openai import OpenAI;"
            + " print(OpenAI().responses.create(model=\"%s\", input=\"Hello\").output_text)'%n%n",
        gateway, key, arrival.model());
    out.flush();
  }

  private void printToken(PrintStream out, Secret token) {
    out.printf(
        "%nAdmin token, shown this once:%n%n  export SERAI_ADMIN_TOKEN=%s%n", token.reveal());
    if (settings.ports().admin() != 8081 || !settings.ports().bind().equals("127.0.0.1")) {
      out.printf("  export SERAI_ADMIN_URL=%s%n", settings.ports().adminUrl());
    }
  }
}
