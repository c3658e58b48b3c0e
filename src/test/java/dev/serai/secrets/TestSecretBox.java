package dev.serai.secrets;

import java.util.Arrays;

/** A box whose master keys are 32 times the given number; the first one seals. */
public final class TestSecretBox {
  private TestSecretBox() {}

  public static SecretBox of(int... keys) {
    return new SecretBox(
        Arrays.stream(keys)
            .mapToObj(
                key -> {
                  byte[] bytes = new byte[32];
                  Arrays.fill(bytes, (byte) key);
                  return bytes;
                })
            .toList());
  }
}
