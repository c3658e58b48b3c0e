package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.EndedCall;
import dev.serai.leases.AmpleQuotas;
import dev.serai.limits.Window.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An engine with limits that apply to a call, and more that do not. */
final class LimitScene implements AutoCloseable {
  /** In any unit; no benchmark reaches it. */
  private static final long MUCH = 1L << 60;

  private static final Integer[] THRESHOLDS = {80, 95};

  private final Path folder = temporary();
  private final Scene scene = new Scene();
  private final Limits limits =
      new Limits(
          new AmpleQuotas(folder),
          scene.prices,
          scene.catalogue,
          LimitSettings.defaults(),
          Clock.systemUTC());

  /** Before step 4, of 350 bytes. */
  final Call call = scene.call();

  private final EndedCall ended = scene.served(call, 100, 50);

  /**
   * @param levels that apply to the call
   * @param others of other keys, projects and users
   */
  LimitScene(int levels, int others) {
    List<Limit> all = new ArrayList<>(levels + others);
    for (int i = 0; i < levels; i++) all.add(level(i).limit());
    for (int i = 0; i < others; i++) all.add(other(i).limit());
    limits.replace(all);
  }

  /** As an installation would set them: six kinds, then the same again. */
  private static Given level(int number) {
    Given given = Given.limit("01KL%022d".formatted(number)).thresholds(THRESHOLDS);
    return switch (number % 6) {
      case 0 -> given.on(Scope.ORGANIZATION, "o").of(Measure.USD, MUCH).per(Kind.MONTH);
      case 1 -> given.on(Scope.TEAM, "red").of(Measure.USD, MUCH).per(Kind.MONTH);
      case 2 -> given.on(Scope.PROJECT, "p").of(Measure.USD, MUCH).per(Kind.DAY);
      case 3 -> given.on(Scope.USER, "u").of(Measure.TOTAL_TOKENS, MUCH).per(Kind.DAY);
      case 4 -> given.on(Scope.KEY, "k").of(Measure.REQUESTS, MUCH).per(Kind.MINUTE);
      default -> given.on(Scope.KEY, "k").of(Measure.USD, MUCH).per(Kind.TOTAL);
    };
  }

  private static Given other(int number) {
    Given given = Given.limit("01KM%022d".formatted(number)).thresholds(THRESHOLDS);
    String target = "01KV%022d".formatted(number / 2);
    return switch (number % 4) {
      case 0 -> given.on(Scope.KEY, target).of(Measure.USD, MUCH).per(Kind.MONTH);
      case 1 -> given.on(Scope.KEY, target).of(Measure.REQUESTS, MUCH).per(Kind.MINUTE);
      case 2 -> given.on(Scope.USER, target).of(Measure.USD, MUCH).per(Kind.MONTH);
      default -> given.on(Scope.PROJECT, target).of(Measure.TOTAL_TOKENS, MUCH).per(Kind.DAY);
    };
  }

  /** Step 4, and step 6 when the call was served. */
  Object throughAndBack() {
    if (limits.enforce(call) instanceof Enforcement.Passed(Call passed))
      return passed.reservation().settle(ended);
    throw new IllegalStateException("there was not enough");
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) Files.delete(file);
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("serai-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
