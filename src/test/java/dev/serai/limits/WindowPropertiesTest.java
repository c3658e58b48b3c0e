package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.limits.Window.Kind;
import dev.serai.limits.Window.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class WindowPropertiesTest {
  private static final long FIRST = Instant.parse("1971-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST = Instant.parse("2060-01-01T00:00:00Z").toEpochMilli();
  private static final long LONG_AGO = FIRST - Duration.ofDays(500).toMillis();

  @Property
  void windowsTileTime(@ForAll("windows") Window window, @ForAll("instants") long now) {
    Period period = window.at(now, LONG_AGO);

    assertThat(period.start()).isLessThanOrEqualTo(now);
    assertThat(period.end()).isGreaterThan(now);
    assertThat(window.at(period.end(), LONG_AGO).start()).isEqualTo(period.end());
    assertThat(window.at(period.end() - 1, LONG_AGO)).isEqualTo(period);
    assertThat(window.at(period.start(), LONG_AGO)).isEqualTo(period);
    assertThat(window.at(period.start() - 1, LONG_AGO).end()).isEqualTo(period.start());
  }

  @Property
  void theyTileAroundEveryChangeOfTheClock(
      @ForAll("windows") Window window, @ForAll("instants") long about) {
    var change = window.zone().getRules().nextTransition(Instant.ofEpochMilli(about));
    long at = change == null ? about : change.toEpochSecond() * 1000;
    long until = at + 3 * 3_600_000;
    Period period = window.at(at - 3 * 3_600_000, LONG_AGO);
    while (period.end() < until) {
      Period next = window.at(period.end(), LONG_AGO);
      assertThat(next.start()).isEqualTo(period.end());
      assertThat(next.end()).isGreaterThan(next.start());
      assertThat(window.at((next.start() + next.end()) / 2, LONG_AGO)).isEqualTo(next);
      period = next;
    }
  }

  @Property
  void aResetCutsTheWindowAndNothingElse(
      @ForAll("windows") Window window, @ForAll("instants") long since) {
    Period before = window.at(since, LONG_AGO);
    Period after = window.at(since, since);

    assertThat(after.start()).isEqualTo(since);
    assertThat(after.end()).isEqualTo(before.end());
    assertThat(window.at(after.end(), since).start()).isEqualTo(after.end());
  }

  @Property
  void aRollingWindowCountsAllThatWasUsedWithinItsLength(
      @ForAll("lengths") Duration length,
      @ForAll("instants") long now,
      @ForAll("shares") double share) {
    Window window = new Window(Kind.ROLLING, length, ZoneId.of("UTC"), null);
    long earlier = now - (long) ((length.toMillis() - 1) * share);

    assertThat(window.at(earlier, LONG_AGO).start())
        .isGreaterThanOrEqualTo(window.at(now, LONG_AGO).since());
  }

  @Provide
  Arbitrary<Long> instants() {
    return Arbitraries.longs().between(FIRST, LAST);
  }

  @Provide
  Arbitrary<Double> shares() {
    return Arbitraries.doubles().between(0, 1);
  }

  @Provide
  Arbitrary<Duration> lengths() {
    return Arbitraries.integers().between(1, 400 * 24 * 60).map(Duration::ofMinutes);
  }

  @Provide
  Arbitrary<Window> windows() {
    Arbitrary<Window> calendar =
        Combinators.combine(
                Arbitraries.of(Kind.MINUTE, Kind.HOUR, Kind.DAY, Kind.WEEK, Kind.MONTH),
                Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList()),
                Arbitraries.longs().between(0, 30_000).map(LocalDate::ofEpochDay).injectNull(0.3))
            .as((kind, zone, anchor) -> Window.of(kind).in(ZoneId.of(zone), anchor));
    Arbitrary<Window> rolling =
        lengths().map(length -> new Window(Kind.ROLLING, length, ZoneId.of("UTC"), null));
    return Arbitraries.frequencyOf(Tuple.of(5, calendar), Tuple.of(1, rolling));
  }
}
