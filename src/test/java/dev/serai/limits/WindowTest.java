package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.limits.Window.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private static final long LONG_AGO = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();

  @ParameterizedTest(name = "{0} in {1}, anchor {2}, at {3}: {4} to {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # plain ones, and their edges
          minute | UTC                 |            | 2026-03-10T14:33:59.999Z  | 2026-03-10T14:33:00Z      | 2026-03-10T14:34:00Z
          minute | UTC                 |            | 2026-03-10T14:34:00Z      | 2026-03-10T14:34:00Z      | 2026-03-10T14:35:00Z
          hour   | UTC                 |            | 2026-12-31T23:59:59.999Z  | 2026-12-31T23:00:00Z      | 2027-01-01T00:00:00Z
          day    | UTC                 |            | 2026-12-31T23:59:59.999Z  | 2026-12-31T00:00:00Z      | 2027-01-01T00:00:00Z
          week   | UTC                 |            | 2027-01-01T12:00:00Z      | 2026-12-28T00:00:00Z      | 2027-01-04T00:00:00Z
          month  | UTC                 |            | 2026-12-31T23:59:59.999Z  | 2026-12-01T00:00:00Z      | 2027-01-01T00:00:00Z
          month  | UTC                 |            | 2027-01-01T00:00:00Z      | 2027-01-01T00:00:00Z      | 2027-02-01T00:00:00Z
          # leap years
          month  | UTC                 |            | 2028-02-29T12:00:00Z      | 2028-02-01T00:00:00Z      | 2028-03-01T00:00:00Z
          day    | UTC                 |            | 2028-02-29T12:00:00Z      | 2028-02-29T00:00:00Z      | 2028-03-01T00:00:00Z
          month  | UTC                 | 2026-01-29 | 2027-02-28T12:00:00Z      | 2027-02-28T00:00:00Z      | 2027-03-29T00:00:00Z
          month  | UTC                 | 2026-01-29 | 2028-02-28T12:00:00Z      | 2028-01-29T00:00:00Z      | 2028-02-29T00:00:00Z
          month  | UTC                 | 2100-01-31 | 2100-02-28T12:00:00Z      | 2100-02-28T00:00:00Z      | 2100-03-31T00:00:00Z
          # the 31st clamps and springs back
          month  | UTC                 | 2026-01-31 | 2026-01-31T00:00:00Z      | 2026-01-31T00:00:00Z      | 2026-02-28T00:00:00Z
          month  | UTC                 | 2026-01-31 | 2026-02-28T00:00:00Z      | 2026-02-28T00:00:00Z      | 2026-03-31T00:00:00Z
          month  | UTC                 | 2026-01-31 | 2026-03-30T23:59:59Z      | 2026-02-28T00:00:00Z      | 2026-03-31T00:00:00Z
          month  | UTC                 | 2026-01-31 | 2026-04-30T00:00:00Z      | 2026-04-30T00:00:00Z      | 2026-05-31T00:00:00Z
          month  | UTC                 | 2026-01-31 | 2027-01-01T00:00:00Z      | 2026-12-31T00:00:00Z      | 2027-01-31T00:00:00Z
          # an anchor that lies ahead counts backwards as well
          month  | UTC                 | 2030-05-15 | 2026-03-10T00:00:00Z      | 2026-02-15T00:00:00Z      | 2026-03-15T00:00:00Z
          week   | UTC                 | 2030-05-15 | 2026-03-10T00:00:00Z      | 2026-03-04T00:00:00Z      | 2026-03-11T00:00:00Z
          week   | UTC                 | 2026-03-08 | 2026-03-08T00:00:00Z      | 2026-03-08T00:00:00Z      | 2026-03-15T00:00:00Z
          week   | America/New_York    | 2026-01-04 | 2026-03-08T12:00:00-04:00 | 2026-03-08T00:00:00-05:00 | 2026-03-15T00:00:00-04:00
          # days of 23 and 25 hours
          day    | Europe/Berlin       |            | 2026-03-29T12:00:00+02:00 | 2026-03-29T00:00:00+01:00 | 2026-03-30T00:00:00+02:00
          day    | Europe/Berlin       |            | 2026-10-25T12:00:00+01:00 | 2026-10-25T00:00:00+02:00 | 2026-10-26T00:00:00+01:00
          day    | America/New_York    |            | 2026-03-08T12:00:00-04:00 | 2026-03-08T00:00:00-05:00 | 2026-03-09T00:00:00-04:00
          day    | America/New_York    |            | 2026-11-01T12:00:00-05:00 | 2026-11-01T00:00:00-04:00 | 2026-11-02T00:00:00-05:00
          day    | Australia/Lord_Howe |            | 2026-04-05T12:00:00+10:30 | 2026-04-05T00:00:00+11:00 | 2026-04-06T00:00:00+10:30
          day    | Australia/Lord_Howe |            | 2026-10-04T12:00:00+11:00 | 2026-10-04T00:00:00+10:30 | 2026-10-05T00:00:00+11:00
          month  | Europe/Berlin       |            | 2026-03-31T23:59:59+02:00 | 2026-03-01T00:00:00+01:00 | 2026-04-01T00:00:00+02:00
          week   | Europe/Berlin       |            | 2026-10-25T23:59:59+01:00 | 2026-10-19T00:00:00+02:00 | 2026-10-26T00:00:00+01:00
          # a repeated hour is two windows
          hour   | Europe/Berlin       |            | 2026-10-25T02:30:00+02:00 | 2026-10-25T02:00:00+02:00 | 2026-10-25T03:00:00+02:00
          hour   | Europe/Berlin       |            | 2026-10-25T02:30:00+01:00 | 2026-10-25T02:00:00+01:00 | 2026-10-25T03:00:00+01:00
          hour   | Europe/Berlin       |            | 2026-03-29T01:59:59+01:00 | 2026-03-29T01:00:00+01:00 | 2026-03-29T03:00:00+02:00
          hour   | Europe/Berlin       |            | 2026-03-29T03:00:00+02:00 | 2026-03-29T03:00:00+02:00 | 2026-03-29T04:00:00+02:00
          hour   | America/New_York    |            | 2026-11-01T01:30:00-04:00 | 2026-11-01T01:00:00-04:00 | 2026-11-01T02:00:00-04:00
          hour   | America/New_York    |            | 2026-11-01T01:30:00-05:00 | 2026-11-01T01:00:00-05:00 | 2026-11-01T02:00:00-05:00
          hour   | Australia/Lord_Howe |            | 2026-04-05T01:45:00+11:00 | 2026-04-05T01:00:00+11:00 | 2026-04-05T02:00:00+11:00
          hour   | Australia/Lord_Howe |            | 2026-04-05T01:45:00+10:30 | 2026-04-05T01:30:00+10:30 | 2026-04-05T02:00:00+10:30
          hour   | Australia/Lord_Howe |            | 2026-10-04T02:45:00+11:00 | 2026-10-04T02:30:00+11:00 | 2026-10-04T03:00:00+11:00
          # hours and days that do not begin where UTC's do
          hour   | Asia/Kathmandu      |            | 2026-03-10T14:33:00+05:45 | 2026-03-10T14:00:00+05:45 | 2026-03-10T15:00:00+05:45
          day    | Asia/Kathmandu      |            | 2026-03-10T23:59:59+05:45 | 2026-03-10T00:00:00+05:45 | 2026-03-11T00:00:00+05:45
          # a day that never was
          day    | Pacific/Apia        |            | 2011-12-29T23:59:59-10:00 | 2011-12-29T00:00:00-10:00 | 2011-12-31T00:00:00+14:00
          day    | Pacific/Apia        |            | 2011-12-31T00:00:00+14:00 | 2011-12-31T00:00:00+14:00 | 2012-01-01T00:00:00+14:00
          week   | Pacific/Apia        | 2011-12-30 | 2011-12-31T12:00:00+14:00 | 2011-12-31T00:00:00+14:00 | 2012-01-06T00:00:00+14:00
          month  | Pacific/Apia        | 2011-01-30 | 2011-12-29T12:00:00-10:00 | 2011-11-30T00:00:00-10:00 | 2011-12-31T00:00:00+14:00
          # a midnight that is skipped, and one that comes twice
          day    | America/Sao_Paulo   |            | 2018-11-04T12:00:00-02:00 | 2018-11-04T01:00:00-02:00 | 2018-11-05T00:00:00-02:00
          day    | America/Sao_Paulo   |            | 2018-02-17T23:30:00-03:00 | 2018-02-17T00:00:00-02:00 | 2018-02-18T00:00:00-03:00
          day    | America/Havana      |            | 2026-11-01T00:30:00-05:00 | 2026-11-01T00:00:00-04:00 | 2026-11-02T00:00:00-05:00
          # the clock goes back over midnight, to 23:01: the new day has begun and goes on
          day    | America/St_Johns    |            | 2006-10-29T00:00:30-02:30 | 2006-10-29T00:00:00-02:30 | 2006-10-30T00:00:00-03:30
          day    | America/St_Johns    |            | 2006-10-28T23:30:00-03:30 | 2006-10-29T00:00:00-02:30 | 2006-10-30T00:00:00-03:30
          """)
  void aWindowBeginsAndEndsWhereTheZoneSays(
      String words, String zone, @Nullable LocalDate anchor, String at, String start, String end) {
    Period period = Window.parse(words).in(ZoneId.of(zone), anchor).at(millis(at), LONG_AGO);

    assertThat(Instant.ofEpochMilli(period.start())).isEqualTo(Instant.ofEpochMilli(millis(start)));
    assertThat(Instant.ofEpochMilli(period.end())).isEqualTo(Instant.ofEpochMilli(millis(end)));
    assertThat(period.since()).isEqualTo(period.start());
  }

  @ParameterizedTest
  @CsvSource({
    "day, 2026-03-10T08:00:00Z, 2026-03-10T14:00:00Z, 2026-03-10T08:00:00Z, 2026-03-11T00:00:00Z",
    "day, 2026-03-09T08:00:00Z, 2026-03-10T14:00:00Z, 2026-03-10T00:00:00Z, 2026-03-11T00:00:00Z",
    "month, 2026-03-10T08:00:00Z, 2026-03-10T08:00:00Z, 2026-03-10T08:00:00Z, 2026-04-01T00:00:00Z",
    "hour, 2026-03-10T14:20:00Z, 2026-03-10T14:40:00Z, 2026-03-10T14:20:00Z, 2026-03-10T15:00:00Z",
  })
  void aWindowBeginsNoEarlierThanItsLimitOrTheLastReset(
      String words, String since, String at, String start, String end) {
    assertThat(Window.parse(words).at(millis(at), millis(since)))
        .isEqualTo(new Period(millis(start), millis(start), millis(end)));
  }

  @ParameterizedTest
  @CsvSource({"total", "manual"})
  void aWindowWithoutAnEndBeginsWithItsLimit(String words) {
    long since = millis("2026-03-10T08:00:00Z");

    assertThat(Window.parse(words).at(millis("2031-01-01T00:00:00Z"), since))
        .isEqualTo(new Period(since, since, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({"minute", "hour", "day", "week", "month", "total", "manual", "rolling 5h"})
  void aClockThatIsBehindFindsTheWindowInWhichTheLimitBegan(String words) {
    long since = millis("2026-03-10T08:00:00.123Z");
    Window window = Window.parse(words);

    assertThat(window.at(since - 2_000, since)).isEqualTo(window.at(since, since));
    assertThat(window.at(since, since).start()).isEqualTo(since);
  }

  @ParameterizedTest(name = "{0} at {1} counts from {3}, slice {2} to {4}")
  @CsvSource({
    "rolling 1h, 2026-03-10T14:33:20Z, 2026-03-10T14:33:00Z, 2026-03-10T13:33:00Z, 2026-03-10T14:34:00Z",
    "rolling 5h, 2026-03-10T14:33:20Z, 2026-03-10T14:30:00Z, 2026-03-10T09:30:00Z, 2026-03-10T14:35:00Z",
    "rolling 1m, 2026-03-10T14:33:20.5Z, 2026-03-10T14:33:20Z, 2026-03-10T14:32:20Z, 2026-03-10T14:33:25Z",
    "rolling 30d, 2026-03-10T14:33:20Z, 2026-03-10T12:00:00Z, 2026-02-08T12:00:00Z, 2026-03-11T00:00:00Z",
  })
  void aRollingWindowMovesInSixtiethsOfItsLength(
      String words, String at, String start, String since, String end) {
    assertThat(Window.parse(words).at(millis(at), LONG_AGO))
        .isEqualTo(new Period(millis(start), millis(since), millis(end)));
  }

  @Test
  void aRollingWindowForgetsWhatWasBeforeAReset() {
    long reset = millis("2026-03-10T14:31:00Z");
    Window window = Window.parse("rolling 5h");

    assertThat(window.at(millis("2026-03-10T14:33:20Z"), reset))
        .isEqualTo(new Period(reset, reset, millis("2026-03-10T14:35:00Z")));
    assertThat(window.at(millis("2026-03-10T14:36:00Z"), reset))
        .isEqualTo(
            new Period(millis("2026-03-10T14:35:00Z"), reset, millis("2026-03-10T14:40:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "month, month",
    "' MONTH ', month",
    "rolling 5h, rolling 5h",
    "rolling 90m, rolling 90m",
    "rolling 120m, rolling 2h",
    "rolling 30d, rolling 30d",
    "rolling 1d, rolling 24h",
    "rolling 24h, rolling 24h",
    "rolling 1m, rolling 1m",
    "rolling 400d, rolling 400d",
  })
  void readsTheWordsThatItWrites(String words, String text) {
    assertThat(Window.parse(words).text()).isEqualTo(text);
    assertThat(Window.parse(text)).isEqualTo(Window.parse(words));
  }

  @ParameterizedTest
  @CsvSource({
    "fortnight, 'one of minute, hour, day, week, month, total, manual, or rolling with a length'",
    "mounth, nearest: month",
    "'', one of minute",
    "rolling, 'rolling and a length of 1m to 400d'",
    "rolling 0m, 1m to 400d",
    "rolling 401d, 1m to 400d",
    "rolling 99999999999d, 1m to 400d",
    "rolling 30s, 1m to 400d",
    "rolling -5h, 1m to 400d",
    "rolling 5h 3m, 1m to 400d",
  })
  void saysWhatWasExpected(String words, String expected) {
    assertThatThrownBy(() -> Window.parse(words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aRollingWindowOfAnyLengthCountsAllOfIt() {
    Window odd = new Window(Window.Kind.ROLLING, Duration.ofSeconds(1000), ZoneId.of("UTC"), null);
    long now = millis("2026-03-10T14:33:20Z");

    Period period = odd.at(now, LONG_AGO);

    assertThat(period.end() - period.start()).isEqualTo(16_666);
    assertThat(period.since()).isLessThanOrEqualTo(period.start() - 1_000_000);
  }

  private static long millis(String time) {
    return OffsetDateTime.parse(time).toInstant().toEpochMilli();
  }
}
