package dev.serai.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.serai.call.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path folder;

  @Test
  void makesAFileThatOnlyItsOwnerCanRead() throws IOException {
    Path file = folder.resolve("data/master.key");

    KeyFile.readOrCreate(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void findsTheSameKeyAgain() {
    Path file = folder.resolve("master.key");

    List<byte[]> first = KeyFile.readOrCreate(file);

    assertThat(KeyFile.readOrCreate(file)).hasSize(1).first().isEqualTo(first.getFirst());
  }

  @Test
  void makesADifferentKeyForEachFile() {
    assertThat(KeyFile.readOrCreate(folder.resolve("a.key")).getFirst())
        .isNotEqualTo(KeyFile.readOrCreate(folder.resolve("b.key")).getFirst());
  }

  @Test
  void readsOneKeyALine() throws IOException {
    String base64 = Base64.getEncoder().encodeToString(new byte[32]);
    Path file = Files.writeString(folder.resolve("master.key"), base64 + "\n\n" + "0f".repeat(32));

    assertThat(KeyFile.readOrCreate(file)).hasSize(2);
  }

  @Test
  void saysWhichFileIsEmpty() throws IOException {
    Path file = Files.createFile(folder.resolve("master.key"));

    assertThatIllegalStateException()
        .isThrownBy(() -> KeyFile.readOrCreate(file))
        .withMessageContaining("master.key")
        .withMessageContaining("empty");
  }

  @Test
  void refusesAKeyOfTheWrongLengthWithoutRepeatingIt() {
    Secret tooShort = Secret.of(Base64.getEncoder().encodeToString("topsecret".getBytes()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyFile.decode(tooShort, "serai.secrets.pepper"))
        .withMessage("serai.secrets.pepper: 9 bytes (expected: 32)");
  }

  @Test
  void refusesWhatIsNoKeyWithoutRepeatingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyFile.decode(Secret.of("!canary!"), "serai.secrets.pepper"))
        .withMessageContaining("neither hex nor base64")
        .withMessageNotContaining("canary")
        .withNoCause();
  }

  @Test
  void settingsPrintNoKey() {
    SecretsSettings settings =
        new SecretsSettings(List.of(Secret.of("canary-1")), Secret.of("canary-2"), folder);

    assertThat(settings.toString()).doesNotContain("canary");
  }
}
