package dev.serai.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serai.call.Secret;
import dev.serai.secrets.SecretBox.Unopenable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
  private static final byte[] OLD = key(1);
  private static final byte[] NEW = key(2);
  private static final Secret SECRET = Secret.of("sk-prövider-1234");

  private final SecretBox box = new SecretBox(List.of(OLD));

  @Test
  void opensWhatItSealed() {
    assertThat(box.open(box.seal(SECRET))).isEqualTo(SECRET);
  }

  @Test
  void opensAnEmptySecret() {
    assertThat(box.open(box.seal(Secret.of(""))).reveal()).isEmpty();
  }

  @Test
  void sealsTheSameSecretDifferentlyEachTime() {
    assertThat(box.seal(SECRET)).isNotEqualTo(box.seal(SECRET));
  }

  @Test
  void showsNothingOfTheSecret() {
    String sealed = new String(box.seal(SECRET), StandardCharsets.ISO_8859_1);

    assertThat(sealed).doesNotContain("sk-").doesNotContain("1234");
  }

  @Test
  void refusesAChangeOfAnyByte() {
    byte[] sealed = box.seal(SECRET);

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatExceptionOfType(Unopenable.class)
          .as("byte %d", i)
          .isThrownBy(() -> box.open(changed));
    }
  }

  @Test
  void refusesACutAtAnyLength() {
    byte[] sealed = box.seal(SECRET);

    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThatExceptionOfType(Unopenable.class)
          .as("length %d", length)
          .isThrownBy(() -> box.open(cut));
    }
  }

  @Test
  void opensWithAnyKnownKeyAndSealsWithTheFirst() {
    byte[] sealedBefore = box.seal(SECRET);
    SecretBox rotated = new SecretBox(List.of(NEW, OLD));

    assertThat(rotated.open(sealedBefore)).isEqualTo(SECRET);
    assertThat(new SecretBox(List.of(NEW)).open(rotated.seal(SECRET))).isEqualTo(SECRET);
  }

  @Test
  void whatIsRenewedOpensWithoutTheOldKey() {
    byte[] sealedBefore = box.seal(SECRET);

    byte[] renewed = new SecretBox(List.of(NEW, OLD)).renew(sealedBefore);

    assertThat(new SecretBox(List.of(NEW)).open(renewed)).isEqualTo(SECRET);
  }

  @Test
  void leavesAloneWhatTheCurrentKeySealed() {
    byte[] sealed = box.seal(SECRET);

    assertThat(box.renew(sealed)).isSameAs(sealed);
  }

  @Test
  void saysThatTheMasterKeyIsMissing() {
    byte[] sealed = box.seal(SECRET);

    assertThatExceptionOfType(Unopenable.class)
        .isThrownBy(() -> new SecretBox(List.of(NEW)).open(sealed))
        .withMessageContaining("master key")
        .withMessageContaining("serai.secrets.master-keys");
  }

  @Test
  void needsAKey() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SecretBox(List.of()));
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
