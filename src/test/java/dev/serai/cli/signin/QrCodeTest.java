package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.KeycloakServer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Read back by ZXing, which lies in Keycloak's folder. */
class QrCodeTest {
  private static URLClassLoader zxing() throws Exception {
    Path programs = KeycloakServer.shared().home().folder();
    try (Stream<Path> files = Files.walk(programs)) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().startsWith("com.google.zxing.core"))
              .findFirst()
              .orElseThrow();
      return new URLClassLoader(new URL[] {jar.toUri().toURL()});
    }
  }

  private static String read(URLClassLoader zxing, boolean[][] dark) throws Exception {
    Class<?> decoder = zxing.loadClass("com.google.zxing.qrcode.decoder.Decoder");
    Object result =
        decoder
            .getMethod("decode", boolean[][].class)
            .invoke(decoder.getConstructor().newInstance(), (Object) dark);
    return (String) result.getClass().getMethod("getText").invoke(result);
  }

  @Test
  void anotherProgramReadsEverySizeUnderEveryMask() throws Exception {
    try (URLClassLoader zxing = zxing()) {
      for (QrVersion version : QrVersion.ALL) {
        String text = "https://sso.example/d?c=ABCD-EFGH".repeat(9).substring(0, version.bytes());
        byte[] words = QrWords.of(version, text.getBytes());
        for (int mask = 0; mask < 8; mask++)
          assertThat(read(zxing, QrMatrix.masked(version, words, mask)))
              .as("version %d, mask %d", version.number(), mask)
              .isEqualTo(text);
        QrCode code = QrCode.of(text).orElseThrow();
        assertThat(code.size()).isEqualTo(version.size());
        assertThat(read(zxing, code.modules())).isEqualTo(text);
      }
    }
  }

  @Test
  void theWordsOfFormatAndVersionAreThoseOfTheStandardsTables() {
    assertThat(Stream.iterate(0, mask -> mask + 1).limit(8).map(QrMatrix::formatBits).toList())
        .containsExactly(
            0b111011111000100,
            0b111001011110011,
            0b111110110101010,
            0b111100010011101,
            0b110011000101111,
            0b110001100011000,
            0b110110001000001,
            0b110100101110110);
    assertThat(List.of(7, 8, 9, 10).stream().map(QrMatrix::versionBits).toList())
        .containsExactly(0x07c94, 0x085bc, 0x09a99, 0x0a4d3);
  }

  @Test
  void aTextThatIsTooLongHasNone() {
    assertThat(QrCode.of("x".repeat(271))).isPresent();
    assertThat(QrCode.of("x".repeat(272))).isEmpty();
  }

  @Test
  void twoRowsMakeALineOfATerminal() {
    QrCode code = new QrCode(new boolean[][] {{true, false}, {true, true}});

    assertThat(code.lines(false)).containsExactly("██████", "██ ▀██", "██████");
    assertThat(code.lines(true).get(1)).contains("  █▄  ");
  }
}
