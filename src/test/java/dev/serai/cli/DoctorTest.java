package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
  @TempDir Path home;
  private final AdminStandIn admin = new AdminStandIn();
  private CommandLineRun pipe;

  @BeforeEach
  void ready() {
    admin.on("GET /readyz", "{\"ready\":true,\"checks\":{}}");
    pipe =
        CommandLineRun.inPipe(admin)
            .with("SERAI_URL", admin.url())
            .with("HOME", home.toString())
            .with("PATH", home.resolve("bin").toString());
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void findsNothingWrongWhereNothingIs() throws Exception {
    tool("claude", "echo '2.1.330 (Claude Code)'");

    Ended ended = pipe.run("doctor");

    assertThat(ended.out().lines().map(line -> line.split("\t")[0])).containsOnly("ok");
    assertThat(ended.out())
        .contains("ok\tadmin API\t" + admin.url() + " (SERAI_ADMIN_URL) answers\t")
        .contains("ok\tclock\tagrees with the gateway\t")
        .contains("ok\tclaude\tClaude Code 2.1.330 at " + home.resolve("bin/claude"))
        .contains("ok\tsign-in\ta token that is nobody's in person (SERAI_ADMIN_TOKEN)\t");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void failsWhenAPortDoesNotAnswerAndSaysWhatToDo() {
    Ended ended = pipe.with("SERAI_URL", "http://127.0.0.1:1").run("doctor");

    assertThat(ended.out())
        .contains("fail\tgateway\tcannot reach the gateway at http://127.0.0.1:1: nobody listens")
        .contains("try: ./serai up, or --url <url>");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void namesVariablesThatLeadPastTheGatewayAndNeverTheirValues() {
    Ended ended =
        pipe.with("ANTHROPIC_API_KEY", "sk-ant-secret")
            .with("OPENAI_API_KEY", "vk-lw-mine")
            .with("OPENAI_BASE_URL", admin.url() + "/v1")
            .with("CLAUDE_CODE_USE_BEDROCK", "1")
            .with("HTTPS_PROXY", "http://user:secret@proxy")
            .with("NODE_TLS_REJECT_UNAUTHORIZED", "0")
            .run("doctor");

    assertThat(ended.out())
        .contains("warn\tenvironment\tANTHROPIC_API_KEY is set, and no virtual key\t")
        .contains("warn\tenvironment\tCLAUDE_CODE_USE_BEDROCK makes the tool call another cloud\t")
        .contains("warn\tenvironment\tHTTPS_PROXY is set, and NO_PROXY does not except 127.0.0.1\t")
        .contains("fail\tenvironment\tNODE_TLS_REJECT_UNAUTHORIZED=0")
        .contains("warn\ttools\tnone on the PATH")
        .doesNotContain("secret", "OPENAI_");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void namesSettingsFilesThatLeadPastTheGatewayAndNeverWhatIsInThem() throws Exception {
    Path claude = Files.createDirectories(home.resolve(".claude")).resolve("settings.json");
    Files.writeString(claude, "{\"env\":{\"ANTHROPIC_API_KEY\":\"sk-ant-secret\"}}");
    Path codex = Files.createDirectories(home.resolve(".codex")).resolve("config.toml");
    Files.writeString(codex, "model = \"gpt\"\n");

    Ended ended = pipe.run("doctor");

    assertThat(ended.out())
        .contains("warn\tsettings files\t" + claude + " (claude) says ANTHROPIC_\t")
        .doesNotContain("sk-ant-secret", codex.toString());
  }

  @Test
  void aToolThatTellsNoVersionIsNamed() throws Exception {
    tool("codex", "exit 3");

    assertThat(pipe.run("doctor").out())
        .contains("warn\tcodex\t" + home.resolve("bin/codex") + " tells no version\t");
  }

  @Test
  void aVersionThatSeraiWasNotTriedWithIsWarnedOf() throws Exception {
    tool("claude", "echo '9.0.1 (Claude Code)'");

    Ended ended = pipe.run("doctor");

    assertThat(ended.out())
        .contains("warn\tclaude\tClaude Code 9.0.1 at ")
        .containsPattern("was not tried with Serai\t2\\.[0-9.]+ to 2\\.[0-9.]+ were; it may work");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void atATerminalTheAdviceIsBelow() {
    Ended ended = new CommandLineRun("012", "", pipe.env(), 0).with("NO_COLOR", "1").run("doctor");

    assertThat(ended.out())
        .contains("ok    admin API      " + admin.url())
        .contains("\n                     → npm install -g ");
  }

  @Test
  void aTokenThatIsNotAcceptedFails() {
    Ended ended = pipe.with("SERAI_ADMIN_TOKEN", "old").run("doctor", "--json");

    assertThat(ended.out()).contains("the admin token is not accepted").doesNotContain("\"old\"");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0,ok", "-4,ok", "6,warn", "-50,warn", "61,fail", "-4000,fail"})
  void aClockThatIsOffIsWarnedOfBeforeItBreaksTokens(long ahead, Finding.State state) {
    assertThat(DoctorPorts.clock("gateway", ahead).state()).isEqualTo(state);
  }

  @Test
  void aCertificateThatExpiredIsToldInWords() {
    SSLHandshakeException expired = new SSLHandshakeException("PKIX path validation failed");
    expired.initCause(new CertificateExpiredException("NotAfter: …"));

    assertThat(Tls.of(expired)).isEqualTo(Tls.EXPIRED);
    assertThat(Tls.of(new SSLHandshakeException("handshake_failure"))).isEqualTo(Tls.OTHER);
    assertThat(Tls.of(new IOException("reset"))).isEqualTo(Tls.NONE);
  }

  @Test
  void aPortWithoutTlsIsToldFromOneThatIsAway() {
    SSLException plain = new SSLException("Unsupported or unrecognized SSL message");

    assertThat(Tls.of(plain)).isEqualTo(Tls.PLAIN);
  }
}
