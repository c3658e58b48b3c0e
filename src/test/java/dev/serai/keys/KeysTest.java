package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Entry;
import dev.serai.call.KeyHash;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeysTest {
  private final KeysFixture fixture = new KeysFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aKeyFollowsItsProjectIntoATeam() {
    IssuedKey issued = fixture.create("moved");
    Tenants.Project project =
        fixture.tenants.project(fixture.tenants.current().id(), Tenants.DEFAULT_PROJECT);
    assertThat(fixture.authenticate(issued.secret()).caller().team()).isEmpty();

    String team = fixture.tenants.team(project.organizationId(), "red");
    assertThat(join(project, team)).isTrue();
    assertThat(fixture.authenticate(issued.secret()).caller().team()).isEqualTo(team);
    assertThat(join(project, team)).isFalse();

    assertThat(join(project, "")).isTrue();
    assertThat(fixture.authenticate(issued.secret()).caller().team()).isEmpty();
  }

  private boolean join(Tenants.Project project, String team) {
    boolean moved =
        Boolean.TRUE.equals(
            fixture
                .database
                .transactions()
                .execute(_ -> fixture.tenants.join(project.id(), team, fixture.changes.bump())));
    fixture.changes.refreshNow();
    return moved;
  }

  @Test
  void knowsTheCallerOfAKeyAsSoonAsItIsMade() {
    IssuedKey issued =
        fixture.virtualKeys.create(
            NewKey.named("ci", "default").withPolicy("standard").withRequestsPerMinute(60));

    Caller caller = fixture.authenticate(issued.secret()).caller();

    VirtualKey key = issued.key();
    String organization = fixture.tenants.current().id();
    assertThat(caller)
        .isEqualTo(
            new Caller(
                organization,
                "",
                key.projectId(),
                key.principalId(),
                false,
                java.util.List.of(),
                key.id(),
                "ci",
                "",
                "standard",
                60));
  }

  @Test
  void refusesACallWithoutAKey() {
    Refusal refusal = refusalOf(KeyHash.NONE);

    assertThat(refusal.reason()).isEqualTo(Reason.KEY_MISSING);
    assertThat(refusal).hasMessageContaining("Authorization: Bearer vk-lw-");
  }

  @Test
  void refusesAKeyThatNobodyMade() {
    assertThat(refusalOf(KeyShape.generate()).reason()).isEqualTo(Reason.KEY_INVALID);
  }

  @Test
  void refusesADisabledKeyUntilItIsEnabled() {
    IssuedKey issued = fixture.create("ci");

    fixture.virtualKeys.disable(issued.key().id());
    assertThat(refusalOf(issued.secret()).reason()).isEqualTo(Reason.KEY_DISABLED);

    fixture.virtualKeys.enable(issued.key().id());
    assertThat(fixture.authenticate(issued.secret()).caller().known()).isTrue();
  }

  @Test
  void refusesARevokedKey() {
    IssuedKey issued = fixture.create("ci");

    fixture.virtualKeys.revoke(issued.key().id());

    assertThat(refusalOf(issued.secret()).reason()).isEqualTo(Reason.KEY_REVOKED);
  }

  @Test
  void refusesAKeyFromTheMomentItExpires() {
    Instant end = fixture.now.plus(Duration.ofDays(1));
    Secret key = fixture.virtualKeys.create(NewKey.named("ci", "default").expiring(end)).secret();

    fixture.now = end.minusMillis(1);
    assertThat(fixture.authenticate(key).caller().known()).isTrue();

    fixture.now = end;
    assertThat(refusalOf(key).reason()).isEqualTo(Reason.KEY_EXPIRED);
  }

  @Test
  void takesBothSecretsUntilTheGraceOfARotationEnds() {
    IssuedKey before = fixture.create("ci");
    Secret after = fixture.virtualKeys.rotate(before.key().id(), Duration.ofHours(1)).secret();

    assertThat(fixture.authenticate(before.secret()).caller().key()).isEqualTo(before.key().id());
    assertThat(fixture.authenticate(after).caller().key()).isEqualTo(before.key().id());

    fixture.now = fixture.now.plus(Duration.ofHours(1));
    assertThat(refusalOf(before.secret()))
        .hasMessageContaining("Use the new one")
        .extracting(Refusal::reason)
        .isEqualTo(Reason.KEY_REVOKED);
    assertThat(fixture.authenticate(after).caller().known()).isTrue();
  }

  @Test
  void aRotationWithoutGraceEndsEveryOlderSecret() {
    IssuedKey first = fixture.create("ci");
    String id = first.key().id();
    Secret second = fixture.virtualKeys.rotate(id, Duration.ofHours(1)).secret();

    Secret third = fixture.virtualKeys.rotate(id, Duration.ZERO).secret();

    assertThat(refusalOf(first.secret()).reason()).isEqualTo(Reason.KEY_REVOKED);
    assertThat(refusalOf(second).reason()).isEqualTo(Reason.KEY_REVOKED);
    assertThat(fixture.authenticate(third).caller().known()).isTrue();
  }

  @Test
  void tellsThatAKeyEndedByAnyOfTheWays() {
    List<String> told = new CopyOnWriteArrayList<>();
    fixture.keys.onRevoked(told::add);
    String revoked = fixture.create("revoked").key().id();
    String disabled = fixture.create("disabled").key().id();
    String expired = fixture.create("expired").key().id();
    String rotated = fixture.create("rotated").key().id();

    fixture.virtualKeys.revoke(revoked);
    fixture.virtualKeys.disable(disabled);
    fixture.virtualKeys.update(expired, new KeyChange(null, null, fixture.now, null));
    fixture.virtualKeys.rotate(rotated, Duration.ZERO);

    assertThat(told).containsExactly(revoked, disabled, expired, rotated);
  }

  @Test
  void tellsNothingOfOtherChanges() {
    List<String> told = new CopyOnWriteArrayList<>();
    fixture.keys.onRevoked(told::add);
    String id = fixture.create("ci").key().id();

    fixture.virtualKeys.update(id, new KeyChange("fast", 5, null, null));
    fixture.virtualKeys.rotate(id, Duration.ofHours(1));

    assertThat(told).isEmpty();
  }

  @Test
  void everyListenerIsToldThoughOneFails() {
    List<String> told = new CopyOnWriteArrayList<>();
    fixture.keys.onRevoked(
        _ -> {
          throw new IllegalStateException("broken");
        });
    fixture.keys.onRevoked(told::add);
    String id = fixture.create("ci").key().id();

    fixture.virtualKeys.revoke(id);

    assertThat(told).containsExactly(id);
  }

  @Test
  void aRevocationReachesAnotherReplica() throws InterruptedException {
    Changes elsewhere = fixture.database.changes();
    Keys there = fixture.keys(elsewhere);
    CountDownLatch cut = new CountDownLatch(1);
    there.onRevoked(_ -> cut.countDown());
    IssuedKey issued = fixture.create("ci");
    elsewhere.refreshNow();

    fixture.virtualKeys.revoke(issued.key().id());

    assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
    KeyHash hash = fixture.pepper.hash(issued.secret().reveal());
    assertThat(
            catchThrowableOfType(Refusal.class, () -> KeysFixture.authenticate(there, hash))
                .reason())
        .isEqualTo(Reason.KEY_REVOKED);
  }

  @Test
  void keysStayKnownWhileTheDatabaseIsAway() {
    IssuedKey issued = fixture.create("ci");

    fixture.database.goAway();

    assertThat(fixture.authenticate(issued.secret()).caller().known()).isTrue();
  }

  @Test
  void aKeyIsLookedUpWhileTheKeysAreStillRead() {
    Keys unread = unread();
    IssuedKey issued = fixture.create("ci");
    IssuedKey before = fixture.create("rotated");
    Secret after = fixture.virtualKeys.rotate(before.key().id(), Duration.ofHours(1)).secret();
    Secret revoked = fixture.create("revoked").secret();
    fixture.virtualKeys.revoke(id(revoked));

    assertThat(entered(unread, issued.secret()).caller())
        .isEqualTo(fixture.authenticate(issued.secret()).caller());
    assertThat(entered(unread, before.secret()).caller().key()).isEqualTo(before.key().id());
    assertThat(entered(unread, after).caller().key()).isEqualTo(before.key().id());
    assertThat(refusal(unread, revoked).reason()).isEqualTo(Reason.KEY_REVOKED);
    assertThat(refusal(unread, KeyShape.generate()).reason()).isEqualTo(Reason.KEY_INVALID);
    assertThat(unread.loaded()).isFalse();
  }

  @Test
  void doesNotBlameTheKeyWhenItCannotBeLookedUpYet() {
    Keys unread = unread();
    Secret key = fixture.create("ci").secret();

    fixture.database.goAway();
    Refusal refusal = refusal(unread, key);

    assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(refusal.retryAfterSeconds()).isPositive();
  }

  @Test
  void whatEndedWhileTheKeysWereStillReadIsToldWhenTheyAre() {
    Changes later = new Changes(fixture.database.dataSource(), fixture.database.settings());
    Keys keys = fixture.keys(later);
    List<String> told = new CopyOnWriteArrayList<>();
    keys.onRevoked(told::add);
    Secret kept = fixture.create("kept").secret();
    IssuedKey ended = fixture.create("ended");
    entered(keys, kept);
    entered(keys, ended.secret());

    fixture.virtualKeys.revoke(ended.key().id());
    later.start();
    while (!keys.loaded()) later.refreshNow();
    later.stop();

    assertThat(told).containsExactly(ended.key().id());
  }

  private Keys unread() {
    return fixture.keys(new Changes(fixture.database.dataSource(), fixture.database.settings()));
  }

  private Call entered(Keys keys, Secret key) {
    return KeysFixture.authenticate(keys, fixture.pepper.hash(key.reveal()));
  }

  private Refusal refusal(Keys keys, Secret key) {
    return catchThrowableOfType(Refusal.class, () -> entered(keys, key));
  }

  private String id(Secret key) {
    return entered(fixture.keys, key).caller().key();
  }

  @Test
  void aRefusedCallSaysWhoseItIs() {
    IssuedKey issued = fixture.create("ci");
    fixture.virtualKeys.revoke(issued.key().id());

    Entry entry =
        fixture.keys.authenticate(KeysFixture.call(fixture.pepper.hash(issued.secret().reveal())));

    assertThat(entry)
        .isInstanceOfSatisfying(
            Entry.Refused.class,
            refused -> assertThat(refused.call().caller().key()).isEqualTo(issued.key().id()));
  }

  private Refusal refusalOf(Secret key) {
    return refusalOf(fixture.pepper.hash(key.reveal()));
  }

  private Refusal refusalOf(KeyHash hash) {
    return catchThrowableOfType(Refusal.class, () -> KeysFixture.authenticate(fixture.keys, hash));
  }
}
