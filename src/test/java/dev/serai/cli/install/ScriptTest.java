package dev.serai.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for people to call, with a java that only tells how it was called. */
class ScriptTest {
  @TempDir Path folder;

  private Installation installation(String system) {
    Map<String, String> env =
        Map.of(
            "HOME", folder.resolve("it's 100% home").toString(),
            "LOCALAPPDATA", folder.resolve("local 100%").toString());
    return Installation.usual(env, system, "1.2");
  }

  private Path jdk(String name) throws IOException {
    Path jdk = folder.resolve(name);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    Path java = jdk.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\necho \"$0\"\nfor each; do echo \"<$each>\"; done\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return jdk;
  }

  private Installation written(Path jdk) throws IOException {
    Installation installation = installation("Linux");
    Path jar = Files.writeString(folder.resolve("downloaded.jar"), "a jar");
    installation.write(jar, jdk);
    return installation;
  }

  private static String run(Map<String, String> env, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("SERAI_NO_CACHE", "1");
    builder.environment().putAll(env);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void argumentsReachTheJarAsTheyWereTyped() throws Exception {
    Path jdk = jdk("a jdk");
    Installation installation = written(jdk);
    List<String> command = new ArrayList<>(List.of(installation.command().toString()));
    List<String> arguments = List.of("claude", "", "a b", "*", "it's", "\"$HOME\"", "--", "-x");
    command.addAll(arguments);

    String said = run(Map.of(), command);

    assertThat(said).startsWith(jdk.resolve("bin/java") + "\n<-XX:").doesNotContain("AOT");
    assertThat(said)
        .endsWith(
            "<-cp>\n<"
                + installation.jar()
                + ">\n<dev.serai.cli.Main>\n<"
                + String.join(">\n<", arguments)
                + ">\n");
    assertThat(Files.getPosixFilePermissions(installation.command()))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aJdkThatHasGoneIsReplacedByAnother() throws Exception {
    Path gone = jdk("gone");
    Installation installation = written(gone);
    Files.delete(gone.resolve("bin/java"));
    Path other = jdk("other");

    assertThat(
            run(Map.of("JAVA_HOME", other.toString()), List.of(installation.command().toString())))
        .startsWith(other.resolve("bin/java") + "\n");
    assertThat(
            run(
                Map.of("SERAI_JVM_FOLDER", folder.toString(), "PATH", "/usr/bin:/bin"),
                List.of(installation.command().toString())))
        .contains("no JDK 25 or newer found", "get one: ");
  }

  @Test
  void preparedClassesAreUsedWhenTheyAreNewerThanTheJar() throws Exception {
    Installation installation = written(jdk("jdk"));
    Files.writeString(installation.cache(), "prepared");

    assertThat(run(Map.of(), List.of(installation.command().toString())))
        .contains("<-XX:AOTCache=" + installation.cache() + ">\n<-Xlog:all=off>");
  }

  @Test
  void anUpdateRemovesTheJarBefore() throws Exception {
    Installation before = written(jdk("jdk"));
    Installation after =
        new Installation(before.command(), before.folder(), "1.3", before.windows());

    after.write(folder.resolve("downloaded.jar"), folder.resolve("jdk"));

    assertThat(before.jar()).doesNotExist();
    assertThat(after.folder())
        .isDirectoryContaining("glob:**/serai-1.3-cli.jar")
        .isDirectoryContaining("glob:**/serai-1.3-cli.jar.sha256");
  }

  @Test
  void theOneForWindowsStartsTheSameWithTheSameOptions() {
    Installation installation = installation("Windows 11");

    String text = new Script(installation, Path.of("/100% java")).text();

    assertThat(installation.command().getParent()).isEqualTo(installation.jar().getParent());
    assertThat(Script.options()).contains("-Xmx64m", "-XX:+UseSerialGC").allMatch(text::contains);
    assertThat(text)
        .contains(String.join(" ", Script.options()))
        .contains("set \"java=/100%% java\\bin\\java.exe\"", "-cp \"%~dp0serai-1.2-cli.jar\"")
        .contains("dev.serai.cli.Main %*\r\n", "-XX:AOTCache=%~dp0cli.aot")
        .doesNotContainPattern("@\\w+@")
        .doesNotContainPattern("[^\r]\n");
  }

  @Test
  void whatIsMissingOrChangedIsFound() throws Exception {
    Path jdk = jdk("jdk");
    Installation installation = written(jdk);

    assertThat(new SelfCheck(installation, jdk, "").parts())
        .as("this jdk is none")
        .anyMatch(part -> part.name().equals("command") && !part.works());
    Files.writeString(installation.jar(), "another jar");
    SelfCheck.Part jar = new SelfCheck(installation, jdk, "").parts().getFirst();
    assertThat(jar.works()).isFalse();
    assertThat(jar.found()).contains("is not what was installed");
    Files.delete(installation.jar());
    assertThat(new SelfCheck(installation, jdk, "").parts().getFirst().found())
        .endsWith("is missing");
  }

  @Test
  void anotherCommandOfTheNameThatComesFirstIsTold() throws Exception {
    Path jdk = jdk("jdk");
    Installation installation = written(jdk);
    Path other = Files.createDirectories(folder.resolve("other/bin"));
    Files.copy(installation.command(), other.resolve("serai"));
    String bin = installation.bin().toString();

    assertThat(new SelfCheck(installation, jdk, "/none:" + bin).parts().getLast().advice())
        .isEmpty();
    assertThat(new SelfCheck(installation, jdk, other + ":" + bin).parts().getLast().found())
        .isEqualTo(other.resolve("serai") + " comes first");
    assertThat(new SelfCheck(installation, jdk, "").parts().getLast().found())
        .endsWith("is not on it");
  }
}
