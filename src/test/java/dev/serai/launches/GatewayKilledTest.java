package dev.serai.launches;

import dev.serai.e2e.Replica;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import dev.serai.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a process of its own that is killed while a tool runs. */
class GatewayKilledTest {
  @TempDir Path folder;

  @Test
  void aGatewayThatIsKilledIsNamedAndTheToolGoesOnWhenItIsBack() throws Exception {
    KeycloakRealm realm = KeycloakServer.shared().newRealm();
    realm.createUser("zoe", List.of(), List.of());
    TestDatabase database = TestDatabase.migrated();
    try (FakeProvider provider = FakeProvider.start();
        Replica gateway =
            Replica.start(
                    1,
                    database,
                    Files.createDirectory(folder.resolve("server")),
                    Office.yaml(provider),
                    realm.properties())
                .getFirst()) {
      Office.greet(provider);
      Laptop laptop =
          Laptop.in(
                  Files.createDirectory(folder.resolve("home")), gateway.url(), gateway.adminUrl())
              .signIn(realm, "zoe");
      try (Screen screen = laptop.screen()) {
        Office.stall(provider, "Let me think");
        screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Let me think");
        screen.aside("elsewhere: kill -9 <the gateway>");
        gateway.kill();
        screen.awaits("API Error").awaits(Screen.TOOL).type("hi").awaits("cannot be reached");
        screen.awaits(Screen.TOOL).aside("the gateway is started again");
        gateway.start();
        screen.type("hi").awaits("Hello!").awaits(Screen.TOOL).type("/exit").awaits(Screen.SHELL);

        Transcript.assertKept("gateway-killed", screen, laptop);
      }
    } finally {
      database.close();
    }
  }
}
