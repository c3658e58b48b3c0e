package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody who helps to find a fault is sent: all that {@code jcmd} says but the heap itself,
 * a flight recording, and what the JVM leaves when it crashes. Secrets are made when it runs, so
 * that no class file has them.
 */
@EnabledOnOs(OS.LINUX)
class DiagnosticsCanaryTest {
  /** Or it would not end, or write the heap. */
  private static final List<String> NOT_ASKED =
      List.of(
          "GC.heap_dump",
          "JFR.",
          "VM.start",
          "ManagementAgent",
          "Compiler.perfmap",
          "VM.cds",
          "Thread.dump_to_file",
          "JVMTI",
          "help",
          "AOT.",
          "GC.run",
          "System.dump_map"); // into the folder of whoever runs the tests

  @TempDir Path folder;

  @Test
  void tellsNoSecretToWhoeverLooksIntoTheProcess() throws Exception {
    String key = "vk-lw-" + random("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26);
    String provider = "sk-" + random("abcdefghijklmnopqrstuvwxyz", 30);
    String password = random("abcdefghijklmnopqrstuvwxyz", 30);
    String client = random("abcdefghijklmnopqrstuvwxyz", 30);
    String prompt = random("abcdefghijklmnopqrstuvwxyz", 30);
    String reply = random("abcdefghijklmnopqrstuvwxyz", 30);
    String pepper = key32();
    String master = key32();
    Canaries canaries =
        new Canaries()
            .secret("virtual key", key)
            .secret("provider key", provider)
            .secret("database password", password)
            .secret("client secret of Keycloak", client)
            .secret("prompt", prompt)
            .secret("reply", reply)
            .secret("pepper", pepper)
            .secret("master key", master);
    try (FakeProvider fake = FakeProvider.start();
        TestDatabase database = TestDatabase.migrated()) {
      fake.otherwise(Dialects.OPENAI_CHAT.reply("m", reply));
      configure(fake, key, provider);
      Map<String, String> environment =
          Map.of(
              "SERAI_DATABASE_PASSWORD", password,
              "SERAI_KEYCLOAK_CLIENT_SECRET", client,
              "SERAI_SECRETS_PEPPER", pepper,
              "SERAI_SECRETS_MASTERKEYS", master);
      try (OwnProcess gateway = new OwnProcess(database, folder, environment)) {
        gateway.awaitReady();
        // as docs/operations.md says it
        canaries.saw(
            "jcmd",
            gateway.ask(
                "JFR.start",
                "name=canary",
                "settings=profile",
                "jdk.InitialEnvironmentVariable#enabled=false"));
        Client caller = new Client(gateway.url(), key);
        for (int i = 0; i < 20; i++)
          assertThat(
                  caller
                      .post(
                          "/v1/chat/completions", Dialects.OPENAI_CHAT.request("m", prompt, false))
                      .status())
              .isEqualTo(200);
        assertThat(caller.post("/v1/chat/completions", "{\"model\":\"" + prompt).status())
            .isEqualTo(400);
        look(gateway, canaries);
        canaries.saw("crash file", gateway.crash());
        canaries.saw("log", gateway.log());
      }
    }
    canaries.assertNowhere("jcmd", "flight recording", "crash file", "log");
  }

  private void look(OwnProcess gateway, Canaries canaries) throws Exception {
    List<String> commands =
        gateway
            .ask("help")
            .lines()
            .filter(line -> line.matches("[A-Z]\\w+\\.\\w+"))
            .filter(line -> NOT_ASKED.stream().noneMatch(line::startsWith))
            .toList();
    assertThat(commands).contains("Thread.print", "VM.info", "VM.system_properties");
    for (String command : commands) canaries.saw("jcmd", gateway.ask(command));
    canaries.saw("jcmd", gateway.ask("VM.stringtable", "-verbose"));
    canaries.saw("jcmd", gateway.ask("VM.symboltable", "-verbose"));
    canaries.saw("jcmd", gateway.ask("Thread.print", "-l", "-e"));
    Path recording = folder.resolve("canary.jfr");
    gateway.ask("JFR.dump", "name=canary", "filename=" + recording);
    canaries.saw("flight recording", Files.readAllBytes(recording));
  }

  private void configure(FakeProvider fake, String key, String provider) throws IOException {
    Files.writeString(folder.resolve("key"), key);
    Files.writeString(folder.resolve("provider"), provider);
    Files.writeString(
        folder.resolve("serai.yaml"),
        """
        organization: acme
        projects: [ { name: checkout } ]
        providers:
          - { name: openai, type: openai, base-url: "%s/v1", models: [m], credentials: [ { name: main, secret: "${file:%s}" } ] }
        policies: [ { name: standard, default: true, providers: [openai] } ]
        keys: [ { name: ci, project: checkout, policy: standard, secret: "${file:%s}" } ]
        """
            .formatted(fake.baseUrl(), folder.resolve("provider"), folder.resolve("key")));
  }

  private static String random(String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    new SecureRandom()
        .ints(length, 0, alphabet.length())
        .forEach(i -> text.append(alphabet.charAt(i)));
    return text.toString();
  }

  private static String key32() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(key, 32));
  }
}
