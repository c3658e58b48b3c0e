package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Operation;
import dev.serai.dialects.ReplyReader;
import dev.serai.dialects.ReplyReaders;
import dev.serai.testing.FuzzCases;
import dev.serai.testing.Fuzzed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What reads or edits HTTP on its way, one part at a time. */
@AddLifecycleHook(FuzzCases.class)
class FuzzedPiecesTest {
  @Provide
  Arbitrary<Fuzzed> replies() {
    return Fuzzed.of((bytes, random) -> bytes.reply());
  }

  @Provide
  Arbitrary<Fuzzed> zipped() {
    return Fuzzed.of((bytes, random) -> bytes.damaged(zipped(bytes.events(), "gzip")));
  }

  @Property(tries = 1000)
  void zippedIsReadLikePlainHoweverItIsCut(
      @ForAll("replies") Fuzzed plain, @ForAll("encodings") String encoding) {
    ReplyReader expected = ReplyReaders.of(Operation.CHAT, false);
    expected.read(plain.bytes(), 0, plain.bytes().length);
    expected.end();
    ReplyReader reader = ReplyReaders.of(Operation.CHAT, false);
    Unzip unzip = Objects.requireNonNull(Unzip.of(encoding));

    new Fuzzed(zipped(plain.bytes(), encoding), plain.seed())
        .inPieces((bytes, from, to) -> unzip.read(Arrays.copyOfRange(bytes, from, to), reader));
    reader.end();

    assertThat(unzip.unreadable()).isFalse();
    assertThat(reader.usage()).isEqualTo(expected.usage());
    assertThat(reader.phase()).isEqualTo(expected.phase());
  }

  @Property(tries = 2000)
  void whatIsNotZippedAsItSaysIsLeftAlone(
      @ForAll("zipped") Fuzzed damaged, @ForAll("encodings") String encoding) {
    ReplyReader reader = ReplyReaders.of(Operation.CHAT, true);
    Unzip unzip = Objects.requireNonNull(Unzip.of(encoding));

    damaged.inPieces((bytes, from, to) -> unzip.read(Arrays.copyOfRange(bytes, from, to), reader));
    reader.end();

    assertThat(reader.usage().outputTotal()).isNotNegative();
  }

  @Provide
  Arbitrary<String> encodings() {
    return Arbitraries.of("gzip", "x-gzip", "deflate");
  }

  private static byte[] zipped(byte[] plain, String encoding) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (var out =
        encoding.equals("deflate")
            ? new DeflaterOutputStream(zipped)
            : new GZIPOutputStream(zipped)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  /** However its name is written. */
  @Property(tries = 3000)
  void noKeyOfAQueryGoesOn(@ForAll("queries") String query) {
    for (String parameter : UpstreamRequest.withoutKey(query).split("&")) {
      assertThat(parameter).doesNotContain("SECRET");
    }
  }

  @Provide
  Arbitrary<String> queries() {
    Arbitrary<String> credential =
        Arbitraries.of("key", "Key", "api_key", "access_token", "%24key", "oauth_token")
            .map(name -> name + "=SECRET");
    Arbitrary<String> spelt =
        Arbitraries.of("k%65y", "%6bey", "KE%59", "a%63cess_token", "%24httpHeaders")
            .map(name -> name + "=SECRET");
    Arbitrary<String> other =
        Arbitraries.of("a=1", "alt=sse", "", "=", "%zz=1", "%", "b", "c=%41+");
    return Arbitraries.oneOf(List.of(credential, spelt, other))
        .list()
        .ofMaxSize(6)
        .map(list -> String.join("&", list));
  }

  @Property(tries = 2000)
  void whatIsNoKeyGoesOnAsItIs(@ForAll("harmless") List<String> parameters) {
    String query = String.join("&", parameters);
    String kept = UpstreamRequest.withoutKey(query);
    assertThat(kept.split("&")).containsExactlyElementsOf(List.of(query.split("&")));
    assertThat(URLDecoder.decode(kept, StandardCharsets.UTF_8))
        .isEqualTo(URLDecoder.decode(query, StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<List<String>> harmless() {
    return Arbitraries.of("a=1", "alt=sse", "b", "c=%41+", "d=%26key%3D1", "keys=2", "é=é")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}
