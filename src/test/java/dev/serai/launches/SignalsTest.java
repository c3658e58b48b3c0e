package dev.serai.launches;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Keys and signals, and what is left when somebody is killed. */
@ExtendWith(Office.Open.class)
class SignalsTest {
  private final Office office;

  @TempDir Path folder;

  SignalsTest(Office office) {
    this.office = office;
  }

  @BeforeEach
  void greet() {
    Office.greet(office.provider);
  }

  @Test
  void controlCIsTheToolsAndSoIsTheExitCode() throws Exception {
    Laptop laptop = office.laptop(folder, "kim");
    Office.stall(office.provider, "Let me think");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Let me think");
      screen.ctrl('C').awaits("Interrupted").awaits(Screen.TOOL);
      screen.type("hi").awaits("Hello!").awaits(Screen.TOOL);
      screen.type("/exit 7").awaits(Screen.SHELL).type("echo $?").awaits("7").awaits(Screen.SHELL);
      Office.stall(office.provider, "Let me think");
      screen.type("serai claude -p hi").awaits("Let me think");
      screen.ctrl('C').awaits(Screen.SHELL).type("echo $?").awaits("130").awaits(Screen.SHELL);

      Transcript.assertKept("ctrl-c", screen, laptop);
    }
    assertThat(laptop.scratch()).isEmpty();
  }

  @Test
  void controlZStopsBothAndFgGoesOn() throws Exception {
    Laptop laptop = office.laptop(folder, "liv");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Hello!");
      screen.awaits(Screen.TOOL).ctrl('Z').awaits("Stopped").awaits(Screen.SHELL);
      screen.type("jobs").awaits("Stopped").awaits(Screen.SHELL);
      screen.type("stty cols 120").awaits(Screen.SHELL);
      screen.type("fg").awaits("serai claude\r\n").type("/size").awaits("40 120");
      screen.awaits(Screen.TOOL).type("hi").awaits("Hello!").awaits(Screen.TOOL);
      screen.type("/exit").awaits(Screen.SHELL).type("echo $?").awaits("0\r\n");
      screen.awaits(Screen.SHELL);

      Transcript.assertKept("ctrl-z", screen, laptop);
    }
  }

  @Test
  void whoEndsTheLauncherEndsTheTool() throws Exception {
    Laptop laptop = office.laptop(folder, "mia");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Hello!");
      screen.awaits(Screen.TOOL).aside("elsewhere: kill -TERM <the launcher>");
      Laptop.send("TERM", laptop.launcher());
      screen.awaits(Screen.SHELL).type("echo $?").awaits("143").awaits(Screen.SHELL);

      Transcript.assertKept("terminated", screen, laptop);
    }
    assertThat(laptop.scratch()).isEmpty();
  }

  @Test
  void aTerminalThatHangsUpEndsTheTool() throws Exception {
    Laptop laptop = office.laptop(folder, "nia");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).aside("elsewhere: kill -HUP <the launcher>");
      Laptop.send("HUP", laptop.launcher());
      screen.awaits(Screen.SHELL).type("echo $?").awaits("129").awaits(Screen.SHELL);

      Transcript.assertKept("hang-up", screen, laptop);
    }
    assertThat(laptop.scratch()).isEmpty();
  }

  @Test
  void aLauncherThatIsKilledLeavesNothingBehind() throws Exception {
    Laptop laptop = office.laptop(folder, "oda");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Hello!");
      screen.awaits(Screen.TOOL).aside("elsewhere: kill -9 <the launcher>");
      ProcessHandle tool = laptop.tool();
      laptop.launcher().destroyForcibly();
      screen.awaits("Killed").awaits(Screen.SHELL);
      screen.await("the end of the tool", () -> !alive(tool));
      assertThat(laptop.scratch()).as("of the launch that was killed").hasSize(1);
      screen.type("serai claude -p hi").awaits("Hello!").awaits(Screen.SHELL);

      Transcript.assertKept("launcher-killed", screen, laptop);
    }
    assertThat(laptop.scratch()).isEmpty();
  }

  /** One that nobody has fetched is dead as well. */
  private static boolean alive(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      return !stat.contains(") Z ");
    } catch (IOException e) {
      return process.isAlive();
    }
  }

  @Test
  void aToolThatIsKilledIsSaid() throws Exception {
    Laptop laptop = office.laptop(folder, "pia");
    try (Screen screen = laptop.screen()) {
      screen.type("serai claude").awaits(Screen.TOOL).type("hi").awaits("Hello!");
      screen.awaits(Screen.TOOL).aside("elsewhere: kill -9 <claude>");
      laptop.tool().destroyForcibly();
      screen.awaits(Screen.SHELL).type("echo $?").awaits("137").awaits(Screen.SHELL);

      Transcript.assertKept("tool-killed", screen, laptop);
    }
    assertThat(laptop.scratch()).isEmpty();
  }
}
