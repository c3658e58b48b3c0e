package dev.serai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority of a test, which nobody trusts unasked; made by the JDK's keytool. */
public final class TestAuthority {
  static final String PASSWORD = "changeit";

  private final Path store;
  private final Path pem;

  private TestAuthority(Path folder) {
    this.store = folder.resolve("authority.p12");
    this.pem = folder.resolve("ca.pem");
  }

  /**
   * @param folder of the test, empty
   */
  public static TestAuthority in(Path folder) {
    TestAuthority authority = new TestAuthority(folder);
    authority.keytool(
        "-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c=ca:true");
    authority.keytool("-exportcert", "-rfc", "-alias", "ca", "-file", authority.pem.toString());
    return authority;
  }

  /** What a user is given to trust. */
  public Path pem() {
    return pem;
  }

  /**
   * @param name of the entry, as {@link TlsFront} takes it
   * @param more options of keytool, as {@code -ext san=ip:127.0.0.1}
   */
  public TestAuthority issue(String name, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-signer", "ca"));
    command.addAll(List.of(more));
    keytool(command.toArray(String[]::new));
    return this;
  }

  /** With one for 127.0.0.1 that is called "server". */
  public TestAuthority issue() {
    return issue("server", "-ext", "san=ip:127.0.0.1,dns:localhost");
  }

  Path store() {
    return store;
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    if (arguments[0].equals("-genkeypair"))
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    try {
      Path said = Files.createTempFile("keytool", "");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean done = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
      String text = Files.readString(said, StandardCharsets.UTF_8);
      Files.delete(said);
      if (!done) throw new IllegalStateException(command + ": " + text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
