package dev.serai.pipeline;

import dev.serai.leases.Standing;
import dev.serai.limits.Filter;
import dev.serai.limits.Limit;
import dev.serai.limits.LimitStanding;
import dev.serai.limits.Measure;
import dev.serai.limits.Scope;
import dev.serai.limits.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** Limits that hold somebody, in windows of July 2026. */
public final class Limited {
  /** 2026-06-30T22:00:00Z, midnight in Berlin. */
  private static final long START = 1_782_856_800_000L;

  /** 2026-07-31T22:00:00Z. */
  private static final long END = 1_785_535_200_000L;

  private Limited() {}

  /** 100 USD a month, 12.5 spent and 0.25 reserved. */
  public static LimitStanding monthly(String id) {
    return of(
        limit(id, Measure.USD, window(Window.Kind.MONTH), 100_000_000_000L, Filter.NONE, "ops"),
        new Standing(100_000_000_000L, 12_500_000_000L, 250_000_000L, END),
        END);
  }

  /** 10 requests in five hours to one provider, of which one is free again at the window's end. */
  public static LimitStanding rolling(String id, long freesAt) {
    Window window =
        new Window(Window.Kind.ROLLING, Duration.ofHours(5), ZoneId.of("Europe/Berlin"), null);
    Filter filter = Filter.of("openai", List.of("gpt-*", "o\"3"));
    return new LimitStanding(
        limit(id, Measure.REQUESTS, window, 10, filter, ""),
        "",
        window.at(START, 0),
        new Standing(10, 10, 2, freesAt));
  }

  private static Window window(Window.Kind kind) {
    return new Window(kind, Duration.ZERO, ZoneId.of("Europe/Berlin"), null);
  }

  private static LimitStanding of(Limit limit, Standing standing, long end) {
    return new LimitStanding(limit, "", new Window.Period(START, START, end), standing);
  }

  private static Limit limit(
      String id, Measure measure, Window window, long cap, Filter filter, String contact) {
    return new Limit(
        id,
        "org1",
        Scope.KEY,
        "key1",
        "ci",
        measure,
        window,
        cap,
        filter,
        Limit.OnBreach.BLOCK,
        Limit.Estimate.BALANCED,
        Limit.UnknownPrice.REFUSE,
        Limit.WhenBlind.REFUSE,
        Limit.DEFAULT_THRESHOLDS,
        contact,
        false,
        START);
  }
}
