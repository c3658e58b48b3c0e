package dev.serai.cli.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.serai.testing.SignalsHeard;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A launcher and its child as real processes: signals, exit codes, and the end of either. */
class ChildLifeTest {
  private static final String WAITS =
      """
      trap 'echo term; exit 3' TERM
      trap 'echo hup; exit 4' HUP
      echo ready $$
      while read -r line; do echo "$line"; done
      """;

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectory(folder.resolve("bin"));
    Files.createDirectory(folder.resolve("tmp"));
  }

  @AfterEach
  void endAll() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void theExitCodeIsTheTools() throws Exception {
    assertThat(end(launcher("exit 7"))).isEqualTo(7);
    assertThat(end(launcher("kill -9 $$"))).isEqualTo(137);
  }

  @Test
  void theLastLineTellsWhatItCameTo() throws Exception {
    Process launcher = launcher("echo out; exit 0");

    assertThat(launcher.inputReader().readLine()).isEqualTo("out");
    assertThat(launcher.errorReader(UTF_8).lines())
        .contains("Codex through Serai, project checkout, session 01SESSION")
        .endsWith(
            "session 01SESSION · 12 requests · 3,456 tokens · 0.1234 USD"
                + " · serai session show 01SESSION");
  }

  @Test
  void aToolThatIsKilledIsSaidOnALineOfItsOwn() throws Exception {
    Process launcher = launcher("printf '> '; kill -9 $$");

    assertThat(launcher.errorReader(UTF_8).lines())
        .containsSubsequence(
            "Codex through Serai, project checkout, session 01SESSION",
            "",
            "Codex was ended by SIGKILL, not by serai. If the terminal looks odd now, run: reset");
  }

  @Test
  void aSignalThatIsHeardWhenTheToolHasEndedKeepsNoSessionOpen() throws Exception {
    for (String signal : List.of("INT", "TERM")) {
      launcher("exit 0");
      Process launcher = start(List.of("-Dsignalled.at.the.end=" + signal));

      assertThat(launcher.errorReader(UTF_8).lines()).last().asString().startsWith("session 01");
      assertThat(end(launcher)).as(signal).isZero();
    }
  }

  @Test
  void aToolThatIsNotInstalledIsSaidWithTheWayToGetIt() throws Exception {
    Process launcher = start(List.of());

    assertThat(launcher.errorReader().readLine())
        .contains("Codex is not installed", "npm install -g @openai/codex");
    assertThat(end(launcher)).isEqualTo(127);
  }

  @Test
  void termAndHangUpArePassedOnAndTheToolDecides() throws Exception {
    for (String signal : List.of("TERM", "HUP")) {
      Process launcher = launcher(WAITS);
      ready(launcher.inputReader());

      send(signal, launcher);

      assertThat(end(launcher)).isEqualTo(signal.equals("TERM") ? 3 : 4);
      assertThat(scratch()).isEmpty();
    }
  }

  @Test
  void anInterruptOfTheLauncherAloneLeavesTheToolRunning() throws Exception {
    Process launcher = launcher(WAITS);
    BufferedReader out = launcher.inputReader();
    ready(out);

    send("INT", launcher);
    launcher.outputWriter().append("still here\n").flush();

    assertThat(out.readLine()).isEqualTo("still here");
    launcher.outputWriter().close();
    assertThat(end(launcher)).isZero();
  }

  @Test
  void killingTheLauncherEndsTheToolAndItsChildren() throws Exception {
    Process launcher = launcher("trap '' TERM HUP\nsleep 600 & echo ready $! $$\nwait\nwait\n");
    String[] words = launcher.inputReader().readLine().split(" ");

    launcher.destroyForcibly();

    awaitGone(words[1]);
    awaitGone(words[2]);
    assertThat(scratch()).as("of the launch that was killed").hasSize(1);
    assertThat(end(launcher("exit 0"))).isZero();
    assertThat(scratch()).isEmpty();
  }

  @Test
  void whatNeedsAMomentToEndHasItAlthoughAnotherEndsAtOnce() throws Exception {
    Path saved = folder.resolve("saved");
    // the pipes are gone with the launcher, and the shell would tell of its sleep's end there
    Files.writeString(
        folder.resolve("slow"),
        """
        trap 'sleep 0.5; echo saved >saved; exit 0' TERM
        echo ready $$
        exec >/dev/null 2>&1
        while :; do sleep 0.1; done
        """);
    Process launcher = launcher("[ \"$1\" = --version ] && exit\n/bin/sh ./slow & exec sleep 600");
    String pid = launcher.inputReader().readLine().split(" ")[1];

    launcher.destroyForcibly();

    awaitGone(pid);
    assertThat(saved).hasContent("saved");
  }

  @Test
  void aFolderWithoutAHolderGoesAlthoughItsNumberIsAProgramsAgain() throws Exception {
    String taken = "serai-launch-" + ProcessHandle.current().pid() + "-left";
    Path left = Files.createDirectory(folder.resolve("tmp").resolve(taken));
    Files.createFile(left.resolve(".lock"));
    Files.writeString(left.resolve("claude-settings.json"), "{}");

    assertThat(end(launcher("exit 0"))).isZero();

    assertThat(left).doesNotExist();
  }

  @Test
  void aSignalBeforeTheToolStartsEndsTheSessionAndLeavesNothing() throws Exception {
    try (ServerSocket gate = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gate.setSoTimeout(60_000);
      Process launcher =
          launcherOf(
              "pi",
              "[ \"$1\" = --version ] || echo started",
              "-Dgate=http://127.0.0.1:" + gate.getLocalPort());
      try (Socket askedForModels = gate.accept()) {
        askedForModels.getOutputStream().write("HTTP/1.1 200 OK\r\ncontent-le".getBytes(UTF_8));

        send("TERM", launcher);

        assertThat(end(launcher)).isEqualTo(143);
      }
      assertThat(launcher.errorReader(UTF_8).lines())
          .anyMatch(line -> line.startsWith("session 01SESSION · 12 requests"));
      assertThat(launcher.inputReader().lines()).isEmpty();
      assertThat(scratch()).isEmpty();
    }
  }

  @Test
  void aSessionThatCouldNotBeEndedIsSaidToBeOpen() throws Exception {
    Process launcher = launcherOf("codex", "exit 3", "-Daway=true");

    assertThat(launcher.errorReader(UTF_8).lines())
        .endsWith(
            "session 01SESSION may still be open: nobody answers"
                + " · serai session revoke 01SESSION");
    assertThat(end(launcher)).isEqualTo(3);
  }

  @Test
  void aDaemonOfTheToolEndsWithAKilledLauncher() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    Process launcher =
        launcherOf(
            "cline",
            """
            case "$1" in --version | hub) exit ;; esac
            (setsid sh -c 'echo ready $$; exec sleep 600' &)
            exec sleep 600
            """);
    String daemon = launcher.inputReader().readLine().split(" ")[1];

    launcher.destroyForcibly();

    awaitGone(daemon);
  }

  @Test
  void whatAToolKeepsForTheNextTimeOutlivesTheFirstLaunch() throws Exception {
    Path own = folder.resolve(".qwen");
    String script =
        """
        [ "$1" = --version ] && exit
        cat "$QWEN_HOME/trustedFolders.json"
        echo "$1" >>"$QWEN_HOME/projects/chats"
        echo "{}" >"$QWEN_HOME/next" && mv "$QWEN_HOME/next" "$QWEN_HOME/trustedFolders.json"
        echo key >"$QWEN_HOME/oauth_creds.json"
        """;

    assertThat(end(launcherOf("qwen", script))).isZero();
    Process second = launcherOf("qwen", script);

    assertThat(second.inputReader().lines()).containsExactly("{}");
    assertThat(end(second)).isZero();
    assertThat(own.resolve("projects/chats")).content().hasLineCount(2);
    assertThat(own.resolve("trustedFolders.json")).hasContent("{}");
    assertThat(own.resolve("oauth_creds.json")).doesNotExist();
  }

  @Test
  void theFolderOfALaunchThatRunsIsLeftAloneAndOursAlone() throws Exception {
    Process first = launcherOf("pi", WAITS);
    ready(first.inputReader());
    Path held = scratch().getFirst();

    assertThat(end(launcherOf("pi", "exit 0"))).isZero();

    assertThat(scratch()).containsExactly(held);
    try (Stream<Path> files = Files.walk(held)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .endsWith("------"));
    }
    send("TERM", first);
    end(first);
    assertThat(scratch()).isEmpty();
  }

  @Test
  void theChildSeesTheBearerAndNoKeyOfAProvider() throws Exception {
    Process launcher = launcher("env; echo \"$@\"");

    assertThat(launcher.inputReader().lines())
        .contains("SERAI_LAUNCH_BEARER=" + LauncherProgram.BEARER, "NO_PROXY=127.0.0.1,localhost")
        .noneMatch(line -> line.contains("of-a-provider"));
  }

  private Process launcher(String script) throws IOException {
    return launcherOf("codex", script);
  }

  private Process launcherOf(String tool, String script, String... options) throws IOException {
    Path file = folder.resolve("bin").resolve(tool);
    Path next = Files.writeString(folder.resolve("next"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
    // a new file: the old one may be running
    Files.deleteIfExists(file);
    Files.move(next, file);
    List<String> all = new ArrayList<>(List.of("-Dtool=" + tool));
    all.addAll(List.of(options));
    return start(all);
  }

  private Process start(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.add("-Dstderr.encoding=UTF-8");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LauncherProgram.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(SignalsHeard.by(command)).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TMPDIR", folder.resolve("tmp").toString());
    builder.environment().put("OPENAI_API_KEY", "of-a-provider");
    builder.environment().put("SERAI_ADMIN_TOKEN", "of-a-provider");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** Or dead and waiting to be fetched, which a container without an init never does. */
  private static void awaitGone(String pid) throws Exception {
    long deadline = System.nanoTime() + SECONDS.toNanos(30);
    String state;
    do {
      Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", pid).start();
      state = new String(ps.getInputStream().readAllBytes(), UTF_8).strip();
    } while (!state.isEmpty() && !state.startsWith("Z") && System.nanoTime() < deadline);
    assertThat(state).matches("|Z.*");
  }

  private static void ready(BufferedReader out) throws IOException {
    assertThat(out.readLine()).startsWith("ready");
  }

  private static void send(String signal, Process process) throws Exception {
    String pid = String.valueOf(process.pid());
    assertThat(new ProcessBuilder("kill", "-s", signal, pid).start().waitFor()).isZero();
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, SECONDS)).isTrue();
    return process.exitValue();
  }

  private List<Path> scratch() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("tmp"))) {
      return folders
          .filter(each -> each.getFileName().toString().startsWith("serai-launch-"))
          .toList();
    }
  }
}
