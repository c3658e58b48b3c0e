package dev.serai.launches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.SleepingLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.representations.idm.RealmRepresentation;

/** A session, a limit or a sign-in that comes to its end while a tool runs. */
@ExtendWith(Office.Open.class)
class EndingsTest {
  private static final Pattern SESSION = Pattern.compile("session ([0-9A-Z]{26})");

  private final Office office;

  @TempDir Path folder;

  EndingsTest(Office office) {
    this.office = office;
  }

  @BeforeEach
  void greet() {
    Office.greet(office.provider);
  }

  private static void leave(String name, Screen screen, Laptop laptop) {
    screen.awaits(Screen.TOOL).type("/exit").awaits(Screen.SHELL);
    Transcript.assertKept(name, screen, laptop);
  }

  @Test
  void aRevokedSessionSaysSoInTheStreamAndInTheNextAnswer() throws Exception {
    Laptop laptop = office.laptop(folder, "rut");
    Office.stall(office.provider, "Let me think");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Let me think");
      Matcher session = SESSION.matcher(screen.text());
      assertThat(session.find()).isTrue();
      screen.aside("elsewhere: serai session revoke <id>");
      laptop.run("session", "revoke", session.group(1), "--yes");
      screen.awaits("API Error").awaits(Screen.TOOL);
      screen.type("hi").awaits("revoked");

      leave("session-revoked", screen, laptop);
    }
  }

  @Test
  void aSessionThatHasUsedItsRequestsSaysSo() throws Exception {
    Laptop laptop = office.laptop(folder, "sam");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude --max-requests 1").awaits(Screen.TOOL);
      screen.type("hi").awaits("Hello!").awaits(Screen.TOOL);
      screen.type("hi").awaits("limit exceeded");

      leave("requests-used-up", screen, laptop);
    }
  }

  @Test
  void aSessionThatHasSpentItsMoneySaysSo() throws Exception {
    Laptop laptop = office.laptop(folder, "tom");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude --max-usd 0.11").awaits(Screen.TOOL);
      screen.type("hi").awaits("Hello!").awaits(Screen.TOOL);
      screen.type("hi").awaits("Budget exceeded");

      leave("money-spent", screen, laptop);
    }
  }

  @Test
  void whoIsSignedOutAtKeycloakIsToldInTheTool() throws Exception {
    Laptop laptop = office.laptop(folder, "uma");
    Office.stall(office.provider, "Let me think");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Let me think");
      screen.aside("an administrator signs uma out at Keycloak");
      office.realm.logout("uma");
      screen.awaits("API Error").awaits(Screen.TOOL);
      screen.type("hi").awaits("signed out");

      leave("signed-out", screen, laptop);
    }
  }

  @Test
  void whoIsDisabledIsToldInTheTool() throws Exception {
    Laptop laptop = office.laptop(folder, "vic");
    Office.stall(office.provider, "Let me think");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Let me think");
      screen.aside("an administrator disables vic at Keycloak");
      office.realm.disable("vic");
      screen.awaits("API Error").awaits(Screen.TOOL);
      screen.type("hi").awaits("disabled");

      leave("user-disabled", screen, laptop);
    }
  }

  @Test
  void aSignInThatIsOverSaysHowToSignInAgain() throws Exception {
    office.realm.setAccessTokenLife(Duration.ofSeconds(4));
    Laptop laptop = office.laptop(folder, "wim");
    int longest = office.realm.admin().toRepresentation().getSsoSessionMaxLifespan();
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Hello!");
      screen.awaits(Screen.TOOL).aside("the sign-in is older than Keycloak lets one be");
      setLongestSignIn(1);
      screen.type("/insist hi").awaits("Failed to authenticate");

      leave("sign-in-over", screen, laptop);
    } finally {
      setLongestSignIn(longest);
      office.realm.setAccessTokenLife(Duration.ofMinutes(5));
    }
  }

  private void setLongestSignIn(int seconds) {
    RealmRepresentation changed = office.realm.admin().toRepresentation();
    changed.setSsoSessionMaxLifespan(seconds);
    office.realm.admin().update(changed);
  }

  @Test
  void aLaptopThatSleptRefreshesOnceAndNobodySeesIt() throws Exception {
    Laptop laptop = office.laptop(folder, "xan").serai(SleepingLauncher.class.getName());
    Files.writeString(folder.resolve("slept"), "0");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Hello!");
      screen.awaits(Screen.TOOL).aside("the lid is closed for two hours");
      int before = office.refreshes("xan");
      Files.writeString(folder.resolve("slept"), "7200");
      screen.type("hi").awaits("Hello!").awaits(Screen.TOOL).type("hi").awaits("Hello!");
      assertThat(office.refreshes("xan") - before).isEqualTo(1);

      leave("slept", screen, laptop);
    }
  }

  @Test
  void aSignInThatEndedDuringTheSleepIsToldInTheTool() throws Exception {
    Laptop laptop = office.laptop(folder, "yan").serai(SleepingLauncher.class.getName());
    Files.writeString(folder.resolve("slept"), "0");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Hello!");
      screen.awaits(Screen.TOOL).aside("the lid is closed, and the sign-in ends meanwhile");
      office.realm.user("yan").getUserSessions().forEach(this::end);
      Files.writeString(folder.resolve("slept"), "7200");
      screen.type("hi").awaits("Failed to authenticate");

      leave("slept-too-long", screen, laptop);
    }
  }

  private void end(org.keycloak.representations.idm.UserSessionRepresentation session) {
    office.realm.admin().deleteSession(session.getId(), false);
  }
}
