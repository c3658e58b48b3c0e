package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import dev.serai.testing.TestAuthority;
import dev.serai.testing.TlsFront;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose certificate comes from a company's own CA. */
class CaFileTest {
  @TempDir static Path folder;
  private static TestAuthority authority;

  private final AdminStandIn admin = new AdminStandIn();
  private final TlsFront front = TlsFront.before(admin.url(), authority);
  private SSLContext usual;
  private CommandLineRun line;

  @BeforeAll
  static void authority() {
    authority = TestAuthority.in(folder).issue();
  }

  @BeforeEach
  void atTheGateway() throws Exception {
    usual = SSLContext.getDefault();
    admin.on("GET /readyz", "{\"ready\":true,\"checks\":{}}");
    admin.on("GET /api/me", "{\"name\":\"ada\"}");
    line =
        CommandLineRun.inPipe(admin)
            .with("SERAI_ADMIN_URL", front.url())
            .with("SERAI_URL", front.url())
            .with("PATH", "/none");
  }

  @AfterEach
  void close() {
    SSLContext.setDefault(usual);
    front.close();
    admin.close();
  }

  private CommandLineRun trusting(String file) {
    return line.with("SERAI_CA_FILE", file);
  }

  @Test
  void isTrustedBesideThoseOfTheJdk() {
    assertThat(trusting(authority.pem().toString()).run("whoami").out()).startsWith("name\tada\n");
  }

  @Test
  void mayBeNamedInTheSettingsFile() throws Exception {
    Path settings = Files.createDirectories(folder.resolve("config/serai"));
    Files.writeString(settings.resolve("cli.properties"), "ca-file=" + authority.pem() + "\n");

    Ended ended = line.with("XDG_CONFIG_HOME", folder.resolve("config").toString()).run("whoami");

    assertThat(ended.out()).as(ended.err()).startsWith("name\tada\n");
  }

  @Test
  void withoutItTheDoctorSaysWhatToDo() {
    Ended whoami = line.run("whoami");
    assertThat(whoami.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(whoami.err())
        .contains("its certificate comes from nobody that is trusted here (address from")
        .contains("name the file of your company's CA: export SERAI_CA_FILE=/path/to/ca.pem");

    Ended doctor = line.run("doctor");
    assertThat(doctor.out()).contains("fail\tadmin API\t", "fail\tgateway\t", "SERAI_CA_FILE=");
    assertThat(trusting(authority.pem().toString()).run("doctor").out())
        .contains("ok\tadmin API\t" + front.url(), "ok\tgateway\t" + front.url());
  }

  @Test
  void aFileThatIsNoneIsWrongUsageOfWhateverAsksAGateway() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "no certificate\n");

    assertThat(trusting("/nowhere/ca.pem").run("whoami"))
        .isEqualTo(
            new Ended(
                "",
                """
                error: the CA "/nowhere/ca.pem" cannot be used: there is no such file
                  it comes from SERAI_CA_FILE
                  expected: a file with the CA's certificate, -----BEGIN CERTIFICATE-----
                """,
                ExitCode.USAGE));
    assertThat(trusting(empty.toString()).run("status").err())
        .contains("cannot be used: it has no certificate in PEM form");
    for (String command : new String[] {"help", "status --help", "session", "statusline"})
      assertThat(trusting("/nowhere/ca.pem").run(command.split(" ")).exitCode())
          .as(command)
          .isZero();
  }
}
