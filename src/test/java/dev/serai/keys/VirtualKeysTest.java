package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.Secret;
import dev.serai.keys.VirtualKey.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtualKeysTest {
  private static final KeysFixture FIXTURE = new KeysFixture();
  private static final VirtualKeys KEYS = FIXTURE.virtualKeys;

  @AfterAll
  static void close() {
    FIXTURE.close();
  }

  @BeforeEach
  void clear() {
    FIXTURE.database.jdbc().sql("delete from virtual_keys").update();
  }

  @Test
  void aKeyIsReadBackAsItWasMade() {
    Instant end = Instant.parse("2050-01-01T00:00:00Z");
    NewKey wanted =
        new NewKey("ci", "default", "builds", "fast", 30, end, Map.of("team", "core"), null);

    IssuedKey issued = KEYS.create(wanted);

    VirtualKey key = KEYS.get(issued.key().id());
    assertThat(key).isEqualTo(issued.key());
    assertThat(key.principal()).isEqualTo("builds");
    assertThat(key.expiresAt()).isEqualTo(end);
    assertThat(key.metadata()).containsExactly(Map.entry("team", "core"));
    assertThat(issued.secret().reveal()).startsWith(key.prefix()).endsWith(key.lastFour());
  }

  @Test
  void takesASecretThatWasGivenOutBefore() {
    Secret given = KeyShape.generate();

    assertThat(KEYS.create(NewKey.named("ci", "default").withSecret(given)).secret())
        .isEqualTo(given);
    assertThat(FIXTURE.authenticate(given).caller().keyName()).isEqualTo("ci");
  }

  @Test
  void refusesAGivenSecretThatIsTaken() {
    Secret taken = FIXTURE.create("one").secret();

    Problem problem =
        problemOf(() -> KEYS.create(NewKey.named("two", "default").withSecret(taken)));

    assertThat(problem.code()).isEqualTo("secret_taken");
    assertThat(problem).hasMessageNotContaining(taken.reveal());
  }

  @Test
  void aNameIsFreeAgainAfterRevocation() {
    IssuedKey first = FIXTURE.create("ci");
    assertThat(problemOf(() -> FIXTURE.create("ci")).code()).isEqualTo("name_taken");

    KEYS.revoke(first.key().id());

    assertThat(FIXTURE.create("ci").key().id()).isNotEqualTo(first.key().id());
  }

  @Test
  void theSameNameMayStandInTwoProjects() {
    FIXTURE.tenants.project(FIXTURE.tenants.current().id(), "checkout");
    FIXTURE.create("ci");

    assertThat(KEYS.create(NewKey.named("ci", "checkout")).key().project()).isEqualTo("checkout");
  }

  @Test
  void namesTheProjectsThereAreWhenOneIsUnknown() {
    assertThat(problemOf(() -> KEYS.create(NewKey.named("ci", "chekout"))))
        .hasMessageContaining("project (expected: one of ")
        .hasMessageContaining("default");
  }

  @Test
  void refusesAnUnknownPolicy() {
    assertThat(problemOf(() -> KEYS.create(NewKey.named("ci", "default").withPolicy("unknown"))))
        .hasMessageContaining("policy");
  }

  @Test
  void refusesAnExpiryInThePast() {
    assertThat(problemOf(() -> KEYS.create(NewKey.named("ci", "default").expiring(Instant.EPOCH))))
        .hasMessageContaining("expiresAt (expected: a time in the future)");
  }

  @Test
  void pagesThroughAllKeysNewestFirst() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) made.add(FIXTURE.create("key " + i).key().id());

    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      Page<VirtualKey> page = KEYS.list(new KeyQuery("", "", "", null, null, after, 3));
      page.items().forEach(key -> seen.add(key.id()));
      after = page.next();
    } while (!after.isEmpty());

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(made)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void listsByProjectAndStatus() {
    FIXTURE.tenants.project(FIXTURE.tenants.current().id(), "checkout");
    String id = KEYS.create(NewKey.named("ci", "checkout")).key().id();
    FIXTURE.create("other");
    KEYS.disable(id);

    assertThat(KEYS.list(new KeyQuery("checkout", "", "", Status.DISABLED, null, "", 10)).items())
        .extracting(VirtualKey::id)
        .containsExactly(id);
    assertThat(KEYS.list(new KeyQuery("checkout", "", "", Status.ACTIVE, null, "", 10)).items())
        .isEmpty();
  }

  @Test
  void changesOnlyWhatIsGiven() {
    String id = FIXTURE.create("ci").key().id();
    Instant end = Instant.parse("2050-01-01T00:00:00Z");
    KEYS.update(id, new KeyChange("fast", 5, end, Map.of("a", "b")));

    VirtualKey key = KEYS.update(id, new KeyChange(null, 6, null, null));

    assertThat(key.policy()).isEqualTo("fast");
    assertThat(key.requestsPerMinute()).isEqualTo(6);
    assertThat(key.expiresAt()).isEqualTo(end);
    assertThat(key.metadata()).containsEntry("a", "b");
    assertThat(KEYS.get(id)).isEqualTo(key);
  }

  @Test
  void anExpiryCanBeTakenAway() {
    String id = FIXTURE.create("ci").key().id();
    KEYS.update(id, new KeyChange(null, null, Instant.parse("2050-01-01T00:00:00Z"), null));

    assertThat(KEYS.update(id, new KeyChange(null, null, KeyChange.NEVER, null)).expiresAt())
        .isNull();
  }

  @Test
  void aRevokedKeyStaysRevoked() {
    String id = FIXTURE.create("ci").key().id();
    KEYS.revoke(id);

    assertThat(KEYS.revoke(id).status()).isEqualTo(Status.REVOKED);
    assertThat(problemOf(() -> KEYS.enable(id)).code()).isEqualTo("key_revoked");
    assertThat(problemOf(() -> KEYS.rotate(id, Duration.ZERO)).code()).isEqualTo("key_revoked");
    assertThat(problemOf(() -> KEYS.update(id, new KeyChange("x", null, null, null))).code())
        .isEqualTo("key_revoked");
  }

  @Test
  void aRotatedKeyTellsHowLongItsOldSecretLives() {
    String id = FIXTURE.create("ci").key().id();

    IssuedKey rotated = KEYS.rotate(id, Duration.ofHours(2));

    assertThat(rotated.key().previousSecretUntil()).isAfter(Instant.now());
    assertThat(rotated.secret().reveal()).endsWith(rotated.key().lastFour());
  }

  @Test
  void rotatesToAGivenSecret() {
    IssuedKey before = FIXTURE.create("ci");
    Secret given = KeyShape.generate();

    KEYS.rotate(before.key().id(), Duration.ofHours(1), given);

    assertThat(KEYS.isSecretOf(before.key().id(), given)).isTrue();
    assertThat(KEYS.isSecretOf(before.key().id(), before.secret())).isFalse();
    assertThat(FIXTURE.authenticate(given).caller().keyName()).isEqualTo("ci");
  }

  @Test
  void anEndedSecretCannotComeBack() {
    IssuedKey before = FIXTURE.create("ci");
    KEYS.rotate(before.key().id(), Duration.ZERO);

    assertThat(
            problemOf(() -> KEYS.rotate(before.key().id(), Duration.ZERO, before.secret())).code())
        .isEqualTo("secret_taken");
  }

  @Test
  void findsAKeyByItsName() {
    IssuedKey issued = FIXTURE.create("ci");

    assertThat(KEYS.find("default", "ci")).contains(issued.key());
    assertThat(KEYS.find("default", "nobody")).isEmpty();
    assertThat(KEYS.find("nowhere", "ci")).isEmpty();
  }

  @Test
  void aKeyThatIsNotThereIsNotFound() {
    assertThat(problemOf(() -> KEYS.get("nope")).status().value()).isEqualTo(404);
    assertThat(problemOf(() -> KEYS.revoke("nope")).status().value()).isEqualTo(404);
  }

  @Test
  void theDatabaseHoldsNoSecret() {
    String secret = FIXTURE.create("ci").secret().reveal();

    List<String> rows =
        FIXTURE
            .database
            .jdbc()
            .sql("select k::text from virtual_keys k")
            .query(String.class)
            .list();

    assertThat(rows).hasSize(1).noneMatch(row -> row.contains(secret.substring(13)));
  }

  @Test
  void nothingPrintsASecret() {
    Secret canary = Secret.of("vk-lw-CANARY0CANARY0CANARY0CANA");
    Secret given = KeyShape.generate();
    IssuedKey issued = new IssuedKey(FIXTURE.create("ci").key(), canary);
    FirstRun firstRun = new FirstRun("o", "p", canary, canary);
    NewKey wanted = NewKey.named("two", "default").withSecret(given);

    assertThat(issued + " " + firstRun + " " + wanted)
        .doesNotContain("CANARY")
        .doesNotContain(given.reveal());
  }

  private static Problem problemOf(ThrowingCallable call) {
    return catchThrowableOfType(Problem.class, call);
  }
}
