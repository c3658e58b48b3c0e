package dev.serai.limits;

import dev.serai.limits.Limit.Estimate;
import dev.serai.limits.Limit.OnBreach;
import dev.serai.limits.Limit.UnknownPrice;
import dev.serai.limits.Limit.WhenBlind;
import java.util.List;

/** A limit of a test, word by word: a total of requests of the key, unless said otherwise. */
record Given(Limit limit) {
  static final long DAY_ONE = 1_795_305_600_000L; // 2026-11-22T00:00Z

  static Given limit(String id) {
    return new Given(
        new Limit(
            id,
            "o",
            Scope.KEY,
            "k",
            "ci",
            Measure.REQUESTS,
            Window.of(Window.Kind.TOTAL),
            10,
            Filter.NONE,
            OnBreach.BLOCK,
            Estimate.BALANCED,
            UnknownPrice.REFUSE,
            WhenBlind.REFUSE,
            List.of(),
            "",
            false,
            DAY_ONE));
  }

  Given on(Scope scope, String target) {
    return with(scope, target, limit.measure(), limit.window(), limit.cap(), limit.filter());
  }

  Given ofOrganization(String id) {
    return new Given(
        new Limit(
            limit.id(),
            id,
            limit.scope(),
            limit.target(),
            limit.targetName(),
            limit.measure(),
            limit.window(),
            limit.cap(),
            limit.filter(),
            limit.onBreach(),
            limit.estimate(),
            limit.unknownPrice(),
            limit.whenBlind(),
            limit.thresholds(),
            limit.contact(),
            limit.paused(),
            limit.since()));
  }

  Given cap(long cap) {
    return with(
        limit.scope(), limit.target(), limit.measure(), limit.window(), cap, limit.filter());
  }

  Given of(Measure measure, long cap) {
    return with(limit.scope(), limit.target(), measure, limit.window(), cap, limit.filter());
  }

  Given per(Window.Kind kind) {
    return per(Window.of(kind));
  }

  Given per(Window window) {
    return with(
        limit.scope(), limit.target(), limit.measure(), window, limit.cap(), limit.filter());
  }

  Given only(String provider, String... models) {
    return with(
        limit.scope(),
        limit.target(),
        limit.measure(),
        limit.window(),
        limit.cap(),
        Filter.of(provider, List.of(models)));
  }

  private Given with(
      Scope scope, String target, Measure measure, Window window, long cap, Filter filter) {
    return new Given(
        new Limit(
            limit.id(),
            limit.organization(),
            scope,
            target,
            scope == Scope.KEY ? "ci" : "red",
            measure,
            window,
            cap,
            filter,
            limit.onBreach(),
            limit.estimate(),
            limit.unknownPrice(),
            limit.whenBlind(),
            limit.thresholds(),
            limit.contact(),
            limit.paused(),
            limit.since()));
  }

  Given warns() {
    return with(OnBreach.WARN, limit.estimate(), limit.unknownPrice(), limit.whenBlind());
  }

  Given hard() {
    return with(limit.onBreach(), Estimate.HARD, limit.unknownPrice(), limit.whenBlind());
  }

  Given unknownPrice(UnknownPrice policy) {
    return with(limit.onBreach(), limit.estimate(), policy, limit.whenBlind());
  }

  Given allowsBlind() {
    return with(limit.onBreach(), limit.estimate(), limit.unknownPrice(), WhenBlind.ALLOW);
  }

  private Given with(
      OnBreach onBreach, Estimate estimate, UnknownPrice unknownPrice, WhenBlind whenBlind) {
    return new Given(
        new Limit(
            limit.id(),
            limit.organization(),
            limit.scope(),
            limit.target(),
            limit.targetName(),
            limit.measure(),
            limit.window(),
            limit.cap(),
            limit.filter(),
            onBreach,
            estimate,
            unknownPrice,
            whenBlind,
            limit.thresholds(),
            limit.contact(),
            limit.paused(),
            limit.since()));
  }

  Given paused() {
    return with(limit.thresholds(), limit.contact(), true, limit.since());
  }

  Given thresholds(Integer... percent) {
    return with(List.of(percent), limit.contact(), limit.paused(), limit.since());
  }

  Given contact(String whom) {
    return with(limit.thresholds(), whom, limit.paused(), limit.since());
  }

  Given since(long millis) {
    return with(limit.thresholds(), limit.contact(), limit.paused(), millis);
  }

  private Given with(List<Integer> thresholds, String contact, boolean paused, long since) {
    return new Given(
        new Limit(
            limit.id(),
            limit.organization(),
            limit.scope(),
            limit.target(),
            limit.targetName(),
            limit.measure(),
            limit.window(),
            limit.cap(),
            limit.filter(),
            limit.onBreach(),
            limit.estimate(),
            limit.unknownPrice(),
            limit.whenBlind(),
            thresholds,
            contact,
            paused,
            since));
  }
}
