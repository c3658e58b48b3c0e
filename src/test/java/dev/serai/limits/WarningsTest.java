package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a client is told before a limit says no. */
class WarningsTest {
  @Test
  void belowTheFirstThresholdNothingIsSaid() {
    Scene scene = new Scene(Given.limit("L").cap(10).thresholds(80, 95));
    for (int i = 0; i < 7; i++) scene.use(1, 1);

    assertThat(scene.pass().reservation().headers()).isEmpty();
  }

  @Test
  void pastAThresholdEachReplySaysHowMuchIsUsed() {
    Scene scene = new Scene(Given.limit("L").cap(10).thresholds(80, 95));
    for (int i = 0; i < 8; i++) scene.use(1, 1);

    assertThat(scene.pass().reservation().headers())
        .containsOnlyKeys("x-serai-limit-warning")
        .containsEntry(
            "x-serai-limit-warning", "L; scope=key; measure=requests; window=total; used=80%");
  }

  @Test
  void ofSeveralTheOneNearestToItsCapIsNamed() {
    Scene scene =
        new Scene(Given.limit("a").cap(10).thresholds(50), Given.limit("b").cap(8).thresholds(50));
    for (int i = 0; i < 7; i++) scene.use(1, 1);

    assertThat(scene.pass().reservation().headers().get("x-serai-limit-warning"))
        .startsWith("b; ")
        .endsWith("used=87%");
  }

  @Test
  void aLimitThatOnlyWarnsSaysSoBeyondItsCap() {
    Scene scene = new Scene(Given.limit("L").cap(2).thresholds(80).warns());
    for (int i = 0; i < 5; i++) scene.use(1, 1);

    assertThat(scene.pass().reservation().headers().get("x-serai-limit-warning"))
        .endsWith("used=250%");
  }
}
