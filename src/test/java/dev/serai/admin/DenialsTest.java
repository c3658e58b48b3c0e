package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.serai.access.Acting;
import dev.serai.access.Acting.Origin;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.access.Grants;
import dev.serai.admin.Denials.Denial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenialsTest {
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final List<String> rows = new ArrayList<>();
  private final Denials denials = new Denials(this::write, () -> now);

  private void write(Entry entry) {
    rows.add(
        Acting.actor().orElseThrow().id()
            + " "
            + entry.details().get("endpoint")
            + " "
            + entry.id()
            + " "
            + entry.details().getOrDefault("repeated", "0"));
  }

  private void tell(String actor, String id) {
    tell(denials, actor, id);
  }

  private static void tell(Denials denials, String actor, String id) {
    Acting.as(
        new Actor(Actor.Kind.USER, actor, actor, "", Grants.none("o")),
        new Origin("api", "127.0.0.1"),
        () -> {
          denials.tell(new Denial("GET", "/api/keys/{id}", id, 404, "not_found"));
          return true;
        });
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  @Test
  void whatIsTriedAgainWithinAMinuteIsOneMoreRow() {
    tell("ann", "k1");
    tell("ann", "k2");
    tell("ann", "k3");
    assertThat(rows).containsExactly("ann GET /api/keys/{id} k1 0");

    after(Denials.WINDOW);
    denials.sweep();
    denials.sweep();

    assertThat(rows).containsExactly("ann GET /api/keys/{id} k1 0", "ann GET /api/keys/{id} k3 2");
  }

  @Test
  void whatWasTriedOnceIsOneRow() {
    tell("ann", "k1");
    after(Denials.WINDOW);
    denials.sweep();

    assertThat(rows).hasSize(1);
  }

  @Test
  void nobodyHidesBehindSomebodyElse() {
    tell("ann", "k1");
    tell("bob", "k1");

    assertThat(rows).containsExactly("ann GET /api/keys/{id} k1 0", "bob GET /api/keys/{id} k1 0");
  }

  @Test
  void theNextMinuteBeginsAnewAndLosesNothing() {
    tell("ann", "k1");
    tell("ann", "k2");
    after(Denials.WINDOW);
    tell("ann", "k3");

    assertThat(rows)
        .containsExactly(
            "ann GET /api/keys/{id} k1 0",
            "ann GET /api/keys/{id} k2 1",
            "ann GET /api/keys/{id} k3 0");
  }

  @Test
  void whatWasCountedIsWrittenAtTheEnd() {
    tell("ann", "k1");
    tell("ann", "k2");
    denials.stop();

    assertThat(rows).last().isEqualTo("ann GET /api/keys/{id} k2 1");
  }

  @Test
  void moreActorsThanAreKeptLoseNothing() {
    tell("ann", "k1");
    tell("ann", "k2");
    for (int i = 0; i < Denials.WINDOWS_MAX; i++) tell("actor" + i, "k");

    // a request writes its own row and nobody else's
    assertThat(rows).hasSize(Denials.WINDOWS_MAX + 1).doesNotContain("ann GET /api/keys/{id} k2 1");

    denials.sweep();
    assertThat(rows).hasSize(Denials.WINDOWS_MAX + 2).contains("ann GET /api/keys/{id} k2 1");
  }

  @Test
  void aRefusalStandsEvenWhenItCannotBeWrittenDown() {
    Denials away =
        new Denials(
            _ -> {
              throw new IllegalStateException("no database");
            },
            () -> now);

    assertThatCode(() -> tell(away, "ann", "k1")).doesNotThrowAnyException();
  }
}
