package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.KeyHash;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.keys.KeyEntry.Scope;
import dev.serai.keys.VirtualKey.Status;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyEntryTest {
  private static final long NOW = 1_900_000_000_000L;

  @Test
  void anActiveKeyWithoutAnEndIsUsable() {
    assertThat(entry(Status.ACTIVE, KeyEntry.NEVER, KeyEntry.NEVER).usable(NOW)).isTrue();
  }

  @Test
  void endsAtTheMomentOfItsExpiry() {
    KeyEntry entry = entry(Status.ACTIVE, NOW, KeyEntry.NEVER);

    assertThat(entry.usable(NOW - 1)).isTrue();
    assertThat(entry.usable(NOW)).isFalse();
  }

  @Test
  void saysWhenItExpiredAndWhatToDo() {
    Refusal refusal = entry(Status.ACTIVE, NOW, KeyEntry.NEVER).refusal(NOW);

    assertThat(refusal.reason()).isEqualTo(Reason.KEY_EXPIRED);
    assertThat(refusal)
        .hasMessage(
            "The key \"ci\" expired on 2030-03-17T17:46:40Z. Ask your administrator to extend it,"
                + " or for a new one.");
    assertThat(refusal.details()).containsEntry("key_id", "K1");
  }

  @Test
  void aDisabledKeyCanBeEnabled() {
    Refusal refusal = entry(Status.DISABLED, KeyEntry.NEVER, KeyEntry.NEVER).refusal(NOW);

    assertThat(refusal.reason()).isEqualTo(Reason.KEY_DISABLED);
    assertThat(refusal).hasMessageContaining("enable it");
  }

  @Test
  void revokedOutweighsDisabledAndExpired() {
    assertThat(entry(Status.REVOKED, NOW - 1, NOW - 1).refusal(NOW).reason())
        .isEqualTo(Reason.KEY_REVOKED);
  }

  @Test
  void anOldSecretPointsToTheNewOne() {
    Refusal refusal = entry(Status.ACTIVE, KeyEntry.NEVER, NOW).refusal(NOW);

    assertThat(refusal.reason()).isEqualTo(Reason.KEY_REVOKED);
    assertThat(refusal).hasMessageContaining("2030-03-17T17:46:40Z. Use the new one.");
  }

  private static KeyEntry entry(Status status, long expiresAt, long validUntil) {
    byte[] texts = "K1ci".getBytes(StandardCharsets.UTF_8);
    byte[] key = PackedKey.named(texts, 0, 2, 2, 2);
    PackedKey.describe(key, 0, status, 60, expiresAt);
    return new KeyEntry(
        PackedKey.withSecret(key, new KeyHash(1, 2, 3, 4), validUntil),
        new Scope("O", "", "P", "U", false, "standard"));
  }
}
