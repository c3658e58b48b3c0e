package dev.serai.testing;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Bytes of a case, that say themselves in a report.
 *
 * @param seed cuts them into pieces, and whatever else a property needs
 */
public record Fuzzed(byte[] bytes, long seed) {
  public static Arbitrary<Fuzzed> of(Function<FuzzedBytes, byte[]> make) {
    return of((bytes, random) -> make.apply(bytes));
  }

  public static Arbitrary<Fuzzed> of(BiFunction<FuzzedBytes, Random, byte[]> make) {
    return Arbitraries.randomValue(
        random -> new Fuzzed(make.apply(new FuzzedBytes(random), random), random.nextLong()));
  }

  /** Takes the bytes piece by piece, each in an array of its own that is then spoilt. */
  public void inPieces(Taker taker) {
    Random random = new Random(seed);
    int most = 1 + random.nextInt(40);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(most));
      byte[] lent = new byte[length + 2];
      System.arraycopy(bytes, at, lent, 1, length);
      taker.take(lent, 1, length + 1);
      java.util.Arrays.fill(lent, (byte) '"');
      at += length;
    }
  }

  /** As a reply reader takes them. */
  public interface Taker {
    void take(byte[] bytes, int from, int to);
  }

  /** Java source of a string with these bytes in ISO-8859-1. */
  @Override
  public String toString() {
    StringBuilder source = new StringBuilder("\"");
    for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray())
      switch (c) {
        case '"', '\\' -> source.append('\\').append(c);
        case '\n' -> source.append("\\n");
        case '\r' -> source.append("\\r");
        default -> source.append(c >= ' ' && c < 127 ? "" + c : String.format("\\%03o", (int) c));
      }
    return source.append("\" seed ").append(seed).toString();
  }
}
